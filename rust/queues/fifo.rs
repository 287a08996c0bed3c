//! An intrusive, doubly linked first-in first-out list.
//!
//! Contract:
//! - Every operation takes constant time and allocates nothing.
//! - A node that has left is nowhere ([`Links::place`]) and may be pushed again, or freed.
//! - A node in a list carries the list's *owner*, the address of whatever the list is part of. So any code that has the
//!   node can tell which list it is in, and a list is never asked to give up a node of another one. The owner is kept
//!   alive by the node, as far as a collector reads the links.
//! - The list ends with null on both sides and no node points back into [`Fifo`] itself: its owner may move it,
//!   all-zero memory is an empty one, and the two ends are all a collector has to be shown.

use core::ptr::{self, NonNull};

use crate::queues::links::{Linked, Links, Place};

#[repr(C)]
pub struct Fifo<T: Linked> {
    // Invariant: both null, or the two ends of a null-terminated list of live nodes whose `child` is the owner of this
    // list, and that nothing else writes the links of. The push operations make their callers promise it for each node; "the list is
    // ours" below refers to it.
    head: *mut T,
    tail: *mut T,
}

impl<T: Linked> Fifo<T> {
    pub const fn new() -> Self {
        Fifo { head: ptr::null_mut(), tail: ptr::null_mut() }
    }

    pub fn is_empty(&self) -> bool {
        self.head.is_null()
    }

    /// The node that `pop_front` would take.
    pub fn front(&self) -> Option<NonNull<T>> {
        NonNull::new(self.head)
    }

    /// The node after which `push_back` would put the next one.
    pub fn back(&self) -> Option<NonNull<T>> {
        NonNull::new(self.tail)
    }

    /// # Safety
    ///
    /// `node` is live and nowhere. Until it has left this list it stays alive, does not move and nothing else
    /// writes its links. `owner` is the same for all nodes of this list.
    pub unsafe fn push_back(&mut self, node: NonNull<T>, owner: NonNull<T>) {
        // SAFETY: the caller vouches for the node, and the tail is the end of our list.
        unsafe { self.insert(self.tail, node.as_ptr(), ptr::null_mut(), owner) }
    }

    /// # Safety
    ///
    /// As for [`push_back`](Self::push_back).
    pub unsafe fn push_front(&mut self, node: NonNull<T>, owner: NonNull<T>) {
        // SAFETY: the caller vouches for the node, and the head is the start of our list.
        unsafe { self.insert(ptr::null_mut(), node.as_ptr(), self.head, owner) }
    }

    /// Puts `node` behind `at`, a node of this list, or in front of all.
    ///
    /// # Safety
    ///
    /// As for [`push_back`](Self::push_back), and `at` is in this list.
    pub unsafe fn insert_after(&mut self, at: Option<NonNull<T>>, node: NonNull<T>, owner: NonNull<T>) {
        let Some(at) = at else {
            // SAFETY: the caller vouches for the node.
            return unsafe { self.push_front(node, owner) };
        };
        // SAFETY: the caller vouches for both nodes, and what follows a node of our list is in it.
        unsafe { self.insert(at.as_ptr(), node.as_ptr(), (*T::links(at.as_ptr())).next, owner) }
    }

    pub fn pop_front(&mut self) -> Option<NonNull<T>> {
        let node = self.front()?;
        // SAFETY: the list is ours, and its head is in it.
        unsafe { self.unlink(node.as_ptr()) };
        Some(node)
    }

    /// Takes `node` out and returns true; returns false and changes nothing if it is not in this list.
    ///
    /// # Safety
    ///
    /// `node` is live; `owner` is this list's. If other lists have the same owner, `node` is in this one, or in one of them and
    /// at neither end of it.
    pub unsafe fn remove(&mut self, node: NonNull<T>, owner: NonNull<T>) -> bool {
        let node = node.as_ptr();
        // SAFETY: the node is live, and its owner says that it is in this list.
        unsafe {
            let is_ours = (*T::links(node)).owner() == owner.as_ptr();
            if is_ours {
                self.unlink(node);
            }
            is_ours
        }
    }

    /// # Safety
    ///
    /// `node` is as `push_back` demands; `prev` and `next` are neighbours in this list, null standing for beyond its
    /// end.
    unsafe fn insert(&mut self, prev: *mut T, node: *mut T, next: *mut T, owner: NonNull<T>) {
        // SAFETY: the node is the caller's to give, and the list is ours.
        unsafe {
            debug_assert!((*T::links(node)).place() == Place::Nowhere);
            *T::links(node) = Links { child: owner.as_ptr(), next, prev };
            *self.next_of(prev) = node;
            *self.prev_of(next) = node;
        }
    }

    /// # Safety
    ///
    /// `node` is in this list.
    unsafe fn unlink(&mut self, node: *mut T) {
        // SAFETY: the neighbours of a node in a list are live, or null beyond an end, and that end is ours.
        unsafe {
            let Links { next, prev, .. } = *T::links(node);
            *self.next_of(prev) = next;
            *self.prev_of(next) = prev;
            *T::links(node) = Links::new();
        }
    }

    /// The word that names the node after `prev`; null stands for before the list's start.
    ///
    /// # Safety
    ///
    /// `prev` is null or live.
    unsafe fn next_of(&mut self, prev: *mut T) -> *mut *mut T {
        if prev.is_null() {
            &raw mut self.head
        } else {
            // SAFETY: the caller says that it is live.
            unsafe { &raw mut (*T::links(prev)).next }
        }
    }

    /// The word that names the node before `next`; null stands for after the list's end.
    ///
    /// # Safety
    ///
    /// `next` is null or live.
    unsafe fn prev_of(&mut self, next: *mut T) -> *mut *mut T {
        if next.is_null() {
            &raw mut self.tail
        } else {
            // SAFETY: the caller says that it is live.
            unsafe { &raw mut (*T::links(next)).prev }
        }
    }
}

impl<T: Linked> Default for Fifo<T> {
    fn default() -> Self {
        Self::new()
    }
}
