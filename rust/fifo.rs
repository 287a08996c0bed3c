//! A first-in first-out list of nodes that hold their own links.
//!
//! Contract: as for [`pairing_heap`]. The same links serve both, so that a node needs only one set. All operations take
//! constant time. The list ends in null pointers on both sides and keeps nothing else in the links, so that a garbage
//! collector that looks at plain words finds every node from the first one.
//!
//! [`pairing_heap`]: crate::pairing_heap

use crate::pairing_heap::{Links, Node};
use core::ptr::{null_mut, NonNull};

pub struct Fifo<T> {
    head: *mut T,
    tail: *mut T,
}

impl<T> Default for Fifo<T> {
    fn default() -> Self {
        Fifo { head: null_mut(), tail: null_mut() }
    }
}

impl<T: Node> Fifo<T> {
    pub fn is_empty(&self) -> bool {
        self.head.is_null()
    }

    pub fn front(&self) -> Option<NonNull<T>> {
        NonNull::new(self.head)
    }

    pub fn back(&self) -> Option<NonNull<T>> {
        NonNull::new(self.tail)
    }

    /// Adds a node that is in no queue.
    #[inline]
    pub fn push_back(&mut self, node: NonNull<T>) {
        let node = node.as_ptr();
        // SAFETY: the node is alive and in no queue; the tail is in the list, so alive.
        unsafe {
            *T::links(node) = Links { child: Links::IN_FIFO, next: null_mut(), prev: self.tail };
            if self.tail.is_null() {
                self.head = node;
            } else {
                (*T::links(self.tail)).next = node;
            }
        }
        self.tail = node;
    }

    #[inline]
    pub fn pop_front(&mut self) -> Option<NonNull<T>> {
        let node = NonNull::new(self.head)?;
        // SAFETY: the first two nodes are in the list, so alive.
        unsafe {
            let links = T::links(node.as_ptr());
            self.head = (*links).next;
            if self.head.is_null() {
                self.tail = null_mut();
            } else {
                (*T::links(self.head)).prev = null_mut();
            }
            *links = Links::default();
        }
        Some(node)
    }

    /// Removes a node. Returns false, and does nothing, when it is in no list, or is the first or last of another one.
    pub fn remove(&mut self, node: NonNull<T>) -> bool {
        let node = node.as_ptr();
        // SAFETY: the node is alive; if it is in a list, so are its neighbours.
        unsafe {
            let links = T::links(node);
            let (prev, next) = ((*links).prev, (*links).next);
            let first_elsewhere = prev.is_null() && self.head != node;
            let last_elsewhere = next.is_null() && self.tail != node;
            if !(*links).is_in_fifo() || first_elsewhere || last_elsewhere {
                return false;
            }
            if prev.is_null() {
                self.head = next;
            } else {
                (*T::links(prev)).next = next;
            }
            if next.is_null() {
                self.tail = prev;
            } else {
                (*T::links(next)).prev = prev;
            }
            *links = Links::default();
        }
        true
    }
}
