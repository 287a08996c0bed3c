//! The three words by which a node is linked into at most one structure at a time.
//!
//! Contract:
//! - A node is in one place: nowhere, in a [`Fifo`](crate::fifo::Fifo) or in a
//!   [`PairingHeap`](crate::pairing_heap::PairingHeap). [`Links::place`] tells which, from the links alone.
//! - All-zero memory is a node that is nowhere, so a freshly zeroed allocation needs no further set-up.
//! - Every link is either null, one of two small markers, or the plain address of the node it names: no tag bits and no
//!   pointers into the middle of a node. A conservative garbage collector that scans one node finds all its neighbours.
//!
//! How `child` tells the places apart:
//!
//! | `child`                  | place                  | `next`, `prev`                              |
//! |--------------------------|------------------------|---------------------------------------------|
//! | null                     | nowhere                | null, null                                  |
//! | [`Links::IN_FIFO`]       | in a FIFO              | neighbours, null at either end              |
//! | [`Links::LEAF`]          | in a heap, no children | see the module `pairing_heap`               |
//! | any other                | in a heap, first child | see the module `pairing_heap`               |

use core::ptr;

/// Where a node is linked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    Nowhere,
    Fifo,
    Heap,
}

/// Embedded in every node. The fields belong to the structure the node is in; others may read them.
#[repr(C)]
pub struct Links<T> {
    pub child: *mut T,
    pub next: *mut T,
    pub prev: *mut T,
}

impl<T> Links<T> {
    /// `child` of a node in a FIFO. No node can live at this address: a node holds pointers and is aligned for them.
    pub const IN_FIFO: *mut T = ptr::without_provenance_mut(1);

    /// `child` of a node in a heap that has no children. Null would say that the node is nowhere.
    pub const LEAF: *mut T = ptr::without_provenance_mut(2);

    /// Links of a node that is nowhere.
    pub const fn new() -> Self {
        Links { child: ptr::null_mut(), next: ptr::null_mut(), prev: ptr::null_mut() }
    }

    pub fn place(&self) -> Place {
        if self.child.is_null() {
            Place::Nowhere
        } else if self.child == Self::IN_FIFO {
            Place::Fifo
        } else {
            Place::Heap
        }
    }

    pub fn is_linked(&self) -> bool {
        !self.child.is_null()
    }
}

impl<T> Default for Links<T> {
    fn default() -> Self {
        Self::new()
    }
}

/// A type that embeds [`Links`].
///
/// # Safety
///
/// `links` returns the address of the same `Links` field each time, inside the node `this` points to, and does nothing
/// else. It must not create a reference to the node (use `&raw mut (*this).links`).
pub unsafe trait Linked: Sized {
    /// # Safety
    ///
    /// `this` points to a live node.
    unsafe fn links(this: *mut Self) -> *mut Links<Self>;
}
