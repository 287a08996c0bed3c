//! The three words by which a node is linked into at most one structure at a time.
//!
//! Contract:
//! - A node is in one place: nowhere, in a [`Fifo`](crate::queues::fifo::Fifo) or in a
//!   [`PairingHeap`](crate::queues::pairing_heap::PairingHeap). [`Links::place`] tells which, from the links alone.
//! - All-zero memory is a node that is nowhere, so a freshly zeroed allocation needs no further set-up.
//! - `child` and `next` are either null, a small marker, or the plain address of a node or an owner: no tag bits and no
//!   pointers into the middle of a node. A conservative garbage collector that scans one node finds by them the list or
//!   the tree below it, and the owner of a list. `prev` leads to nothing that they do not lead to.
//!
//! How the places are told apart:
//!
//! | `child`                  | `prev`   | place                                                           |
//! |--------------------------|----------|-----------------------------------------------------------------|
//! | null                     | null     | nowhere                                                         |
//! | the list's owner         | plain    | in a FIFO; `next` and `prev` are neighbours, null at either end |
//! | [`Links::LEAF`]          | tagged   | in a heap, no children; see the module `pairing_heap`           |
//! | any other                | tagged   | in a heap, first child; see the module `pairing_heap`           |

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

/// The bit of `prev` that says that the node is in a heap. A node holds pointers and is aligned for them.
const IN_HEAP: usize = 1;

impl<T> Links<T> {
    /// `child` of a node in a heap that has no children. Null would say that the node is nowhere.
    pub const LEAF: *mut T = ptr::without_provenance_mut(2);

    /// Links of a node that is nowhere.
    pub const fn new() -> Self {
        Links { child: ptr::null_mut(), next: ptr::null_mut(), prev: ptr::null_mut() }
    }

    pub fn place(&self) -> Place {
        if self.child.is_null() {
            Place::Nowhere
        } else if self.prev.addr() & IN_HEAP != 0 {
            Place::Heap
        } else {
            Place::Fifo
        }
    }

    pub fn is_linked(&self) -> bool {
        !self.child.is_null()
    }

    /// What the list belongs to that the node is in, as it was given with the node.
    pub fn owner(&self) -> *mut T {
        if self.place() == Place::Fifo {
            self.child
        } else {
            ptr::null_mut()
        }
    }

    /// `prev` of a node in a heap.
    pub fn heap_prev(&self) -> *mut T {
        self.prev.map_addr(|address| address & !IN_HEAP)
    }

    pub fn set_heap_prev(&mut self, prev: *mut T) {
        self.prev = prev.map_addr(|address| address | IN_HEAP);
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
