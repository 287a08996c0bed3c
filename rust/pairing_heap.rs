//! A stable pairing heap of nodes that hold their own links.
//!
//! Contract: a node is in at most one queue at a time, stays where it is in memory and alive while it is in one, and its
//! key does not change. Nodes with equal keys leave in the order in which they came, also after removals. `push`, `peek`
//! and the search for a node to remove take constant time; `pop` and `remove` pair children, in amortised logarithmic
//! time. Nothing recurses.
//!
//! Shape: each node has a list of children, none of them due before it. Siblings are linked both ways; the first one's
//! `prev` is the last one, and the last one's `next` is the parent. So a child is appended, and a node anywhere is found
//! its place, without a walk. Of two nodes that are due at once, the one that came first is above or to the left.

use core::ptr::{null_mut, NonNull};

/// A node's links: three words. All null when it is in no queue. In a heap `prev` is never null; in a [`Fifo`] `child`
/// is a marker.
///
/// [`Fifo`]: crate::fifo::Fifo
#[repr(C)]
pub struct Links<T> {
    pub(crate) child: *mut T,
    pub(crate) next: *mut T,
    pub(crate) prev: *mut T,
}

impl<T> Default for Links<T> {
    fn default() -> Self {
        Links { child: null_mut(), next: null_mut(), prev: null_mut() }
    }
}

impl<T> Links<T> {
    pub(crate) const IN_FIFO: *mut T = core::ptr::without_provenance_mut(1);

    pub fn is_linked(&self) -> bool {
        self.is_in_heap() || self.is_in_fifo()
    }

    pub fn is_in_heap(&self) -> bool {
        !self.prev.is_null() && !self.is_in_fifo()
    }

    pub fn is_in_fifo(&self) -> bool {
        self.child == Self::IN_FIFO
    }
}

/// What can be in a queue.
///
/// # Safety
/// `links` gives the same links each time, and nobody else changes them.
pub unsafe trait Node: Sized {
    fn links(this: *mut Self) -> *mut Links<Self>;

    /// Whether `a` is due before `b`.
    fn less(a: *const Self, b: *const Self) -> bool;
}

pub struct PairingHeap<T> {
    root: *mut T,
}

impl<T> Default for PairingHeap<T> {
    fn default() -> Self {
        PairingHeap { root: null_mut() }
    }
}

/// # Safety
/// `node` is alive.
#[allow(clippy::mut_from_ref)]
unsafe fn links<'a, T: Node>(node: *mut T) -> &'a mut Links<T> {
    &mut *T::links(node)
}

// SAFETY of the functions below: all nodes that they are given or find are in the heap, so alive, by the contract above.

unsafe fn append<T: Node>(parent: *mut T, node: *mut T) {
    let first = links(parent).child;
    links(node).next = parent;
    if first.is_null() {
        links(parent).child = node;
        links(node).prev = node;
    } else {
        let last = links(first).prev;
        links(last).next = node;
        links(node).prev = last;
        links(first).prev = node;
    }
}

unsafe fn prepend<T: Node>(parent: *mut T, node: *mut T) {
    let first = links(parent).child;
    if first.is_null() {
        return append(parent, node);
    }
    links(node).next = first;
    links(node).prev = links(first).prev;
    links(first).prev = node;
    links(parent).child = node;
}

/// Makes one heap of two; `left` came first.
unsafe fn meld<T: Node>(left: *mut T, right: *mut T) -> *mut T {
    if T::less(right, left) {
        prepend(right, left);
        right
    } else {
        append(left, right);
        left
    }
}

/// Makes one heap of a node's children, or null if it has none.
unsafe fn pair_children<T: Node>(parent: *mut T) -> *mut T {
    let mut left = links(parent).child;
    if left.is_null() {
        return left;
    }
    // Neighbours become pairs, from the left; the pairs are kept in a stack.
    let mut pairs = null_mut();
    while left != parent {
        let right = links(left).next;
        let (pair, rest) = if right == parent {
            (left, parent)
        } else {
            let rest = links(right).next;
            (meld(left, right), rest)
        };
        links(pair).next = pairs;
        pairs = pair;
        left = rest;
    }
    // Pairs become one heap, from the right.
    let mut heap = pairs;
    let mut pair = links(heap).next;
    while !pair.is_null() {
        let rest = links(pair).next;
        heap = meld(pair, heap);
        pair = rest;
    }
    links(heap).next = null_mut();
    links(heap).prev = heap;
    heap
}

impl<T: Node> PairingHeap<T> {
    pub fn is_empty(&self) -> bool {
        self.root.is_null()
    }

    pub fn peek(&self) -> Option<NonNull<T>> {
        NonNull::new(self.root)
    }

    /// Adds a node that is in no queue.
    pub fn push(&mut self, node: NonNull<T>) {
        let node = node.as_ptr();
        // SAFETY: the node is alive and in no queue, the root is in the heap.
        unsafe {
            *links(node) = Links { child: null_mut(), next: null_mut(), prev: node };
            self.root = if self.root.is_null() { node } else { meld(self.root, node) };
            links(self.root).next = null_mut();
            links(self.root).prev = self.root;
        }
    }

    pub fn pop(&mut self) -> Option<NonNull<T>> {
        let root = NonNull::new(self.root)?;
        self.remove(root);
        Some(root)
    }

    /// Removes a node that is in this heap.
    pub fn remove(&mut self, node: NonNull<T>) {
        let node = node.as_ptr();
        // SAFETY: the node is in the heap; see the functions above.
        unsafe {
            let heap = pair_children(node);
            if node == self.root {
                self.root = heap;
            } else {
                replace(node, heap);
            }
            *links(node) = Links::default();
        }
    }
}

/// Puts `heap`, which may be null, in the place of `node` among its siblings.
unsafe fn replace<T: Node>(node: *mut T, heap: *mut T) {
    let (prev, next) = (links(node).prev, links(node).next);
    let is_first = links(prev).next != node;
    let is_last = links(next).prev != node;
    let parent = match (is_first, is_last) {
        (_, true) => next,
        (true, false) => links(prev).next,
        (false, false) => null_mut(),
    };
    if heap.is_null() {
        match (is_first, is_last) {
            (true, true) => links(parent).child = null_mut(),
            (true, false) => {
                links(parent).child = next;
                links(next).prev = prev;
            }
            (false, true) => {
                links(prev).next = parent;
                links(links(parent).child).prev = prev;
            }
            (false, false) => {
                links(prev).next = next;
                links(next).prev = prev;
            }
        }
        return;
    }
    links(heap).next = next;
    links(heap).prev = if is_first && is_last { heap } else { prev };
    if is_first {
        links(parent).child = heap;
    } else {
        links(prev).next = heap;
    }
    if !is_last {
        links(next).prev = heap;
    } else if !is_first {
        links(links(parent).child).prev = heap;
    }
}
