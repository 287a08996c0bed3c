//! An intrusive, stable pairing heap.
//!
//! Contract:
//! - [`PairingHeap::pop`] yields the least node; nodes that compare equal leave in the order they were pushed, whatever
//!   was popped or removed in between.
//! - `push` costs one comparison and touches a fixed number of nodes. `pop` and `remove` pair the children of the node
//!   that leaves and touch a fixed number of nodes beyond those. Nothing recurses and nothing allocates.
//! - A node that has left is nowhere ([`Links::place`]) and may be pushed again, or freed.
//! - All-zero memory is an empty heap.
//!
//! Shape. A node is not greater than its children. The children form a doubly linked list without loose ends:
//!
//! ```text
//!            parent
//!            │    ▲
//!      child │    └────────────────────┐ next
//!            ▼         next            │
//!          first ◄──────────► ... ◄─► last
//!            │         prev            ▲
//!            └─────────────────────────┘ prev
//! ```
//!
//! So a parent reaches both ends of the list at once, and a node at an end knows it without being told: the neighbour
//! on that side does not point back. The root's `next` and `prev` are null. Each `prev` carries the mark of a heap
//! ([`Links::set_heap_prev`]).
//!
//! Order among equals. Read from the top down and from left to right, equal nodes stand in the order they were
//! pushed. Melding a left tree with a right one keeps that: either the left root wins, ties included, and the right
//! tree becomes its last child; or the right root is strictly less, hence less than all of the left tree, which
//! becomes its first child. Everything below melds neighbours only, the left one as the left.

use core::ptr::{self, NonNull};

use crate::queues::links::{Linked, Links, Place};

/// A node with an order.
///
/// # Safety
///
/// `less` is a strict weak order over all nodes that are in one heap together. It only reads the two nodes, and what it
/// reads of a node does not change while the node is in a heap.
pub unsafe trait Node: Linked {
    /// # Safety
    ///
    /// `a` and `b` point to live nodes.
    unsafe fn less(a: *const Self, b: *const Self) -> bool;
}

#[repr(transparent)]
pub struct PairingHeap<T: Node> {
    // Invariant: null, or the root of a tree of live nodes of the shape drawn above, that nothing else writes the
    // links of. `push` makes its caller promise it for each node; "the tree is ours" below refers to it.
    root: *mut T,
}

impl<T: Node> PairingHeap<T> {
    pub const fn new() -> Self {
        PairingHeap { root: ptr::null_mut() }
    }

    pub fn is_empty(&self) -> bool {
        self.root.is_null()
    }

    /// The least node, which stays where it is.
    pub fn peek(&self) -> Option<NonNull<T>> {
        NonNull::new(self.root)
    }

    /// # Safety
    ///
    /// `node` is live and nowhere. Until it has left this heap it stays alive, does not move and nothing else
    /// writes its links.
    pub unsafe fn push(&mut self, node: NonNull<T>) {
        let node = node.as_ptr();
        // SAFETY: the caller vouches for the new node; the tree is ours.
        unsafe {
            debug_assert!((*T::links(node)).place() == Place::Nowhere);
            (*T::links(node)).child = Links::LEAF;
            (*T::links(node)).set_heap_prev(ptr::null_mut());
            if self.root.is_null() {
                self.root = node;
            } else {
                self.set_root(meld(self.root, node));
            }
        }
    }

    /// The first child of a node that is in a heap, and its next sibling: by them all of the heap is reached from its root.
    pub fn below(node: &T) -> [Option<NonNull<T>>; 2] {
        // SAFETY: a live node in a heap is in a tree of the shape drawn above.
        unsafe {
            let node = ptr::from_ref(node).cast_mut();
            let (child, next) = ((*T::links(node)).child, (*T::links(node)).next);
            let is_last = next.is_null() || (*T::links(next)).heap_prev() != node;
            [NonNull::new(child).filter(|_| child != Links::LEAF), NonNull::new(next).filter(|_| !is_last)]
        }
    }

    /// Takes the least node out.
    pub fn pop(&mut self) -> Option<NonNull<T>> {
        let top = self.peek()?;
        // SAFETY: the tree is ours, and the root has no neighbours that would need to learn of its leaving.
        unsafe {
            self.set_root(pair_children(top.as_ptr()));
            *T::links(top.as_ptr()) = Links::new();
        }
        Some(top)
    }

    /// Takes out a node wherever it stands and returns true; returns false and changes nothing if it is in no heap,
    /// or is the root of another one. What its children are paired into takes its place among its siblings, which
    /// keeps the order among equals.
    ///
    /// A node inside another heap can't be told from one inside this one. It is taken out of the heap it is in, which
    /// is as whole afterwards as before: only a root is known to the heap itself.
    ///
    /// # Safety
    ///
    /// `node` is live.
    pub unsafe fn remove(&mut self, node: NonNull<T>) -> bool {
        if self.peek() == Some(node) {
            self.pop();
            return true;
        }
        let node = node.as_ptr();
        // SAFETY: a live node in a heap is in a tree of the shape drawn above, and it is no root beyond the check, so
        // `next` and `prev` are nodes of that tree.
        unsafe {
            if (*T::links(node)).place() != Place::Heap || (*T::links(node)).next.is_null() {
                return false;
            }
            let heir = pair_children(node);
            let (next, prev) = ((*T::links(node)).next, (*T::links(node)).heap_prev());
            let is_first = (*T::links(prev)).next != node;
            let is_last = (*T::links(next)).heap_prev() != node;

            if is_first && is_last && heir.is_null() {
                (*T::links(next)).child = Links::LEAF;
            } else {
                let (after_prev, before_next) = if heir.is_null() {
                    (next, prev)
                } else {
                    (*T::links(heir)).next = next;
                    (*T::links(heir)).set_heap_prev(prev);
                    (heir, heir)
                };
                if is_first {
                    let parent = (*T::links(prev)).next;
                    (*T::links(parent)).child = after_prev;
                } else {
                    (*T::links(prev)).next = after_prev;
                }
                // After the lines above: the parent's first child may just have become the heir.
                if is_last {
                    let first = (*T::links(next)).child;
                    (*T::links(first)).set_heap_prev(before_next);
                } else {
                    (*T::links(next)).set_heap_prev(before_next);
                }
            }
            *T::links(node) = Links::new();
        }
        true
    }

    /// # Safety
    ///
    /// `root` is null or the root of a tree of which all nodes are in this heap.
    unsafe fn set_root(&mut self, root: *mut T) {
        if !root.is_null() {
            // SAFETY: it is a node of ours, and a root has no neighbours.
            unsafe {
                (*T::links(root)).next = ptr::null_mut();
                (*T::links(root)).set_heap_prev(ptr::null_mut());
            }
        }
        self.root = root;
    }
}

impl<T: Node> Default for PairingHeap<T> {
    fn default() -> Self {
        Self::new()
    }
}

/// Makes one tree of two and returns its root, whose `next` and `prev` are left as they were.
///
/// # Safety
///
/// Both are roots of distinct trees; their own `next` and `prev` may be stale.
unsafe fn meld<T: Node>(left: *mut T, right: *mut T) -> *mut T {
    // SAFETY: the two roots and all the nodes below them are live, and nothing else writes their links.
    unsafe {
        let right_wins = T::less(right, left);
        let (winner, loser) = if right_wins { (right, left) } else { (left, right) };
        let first = (*T::links(winner)).child;
        if first == Links::LEAF {
            (*T::links(loser)).set_heap_prev(loser);
            (*T::links(loser)).next = winner;
            (*T::links(winner)).child = loser;
            return winner;
        }
        let last = (*T::links(first)).heap_prev();
        (*T::links(first)).set_heap_prev(loser);
        (*T::links(loser)).set_heap_prev(last);
        if right_wins {
            (*T::links(loser)).next = first;
            (*T::links(first)).set_heap_prev(loser);
            (*T::links(winner)).child = loser;
        } else {
            (*T::links(loser)).next = winner;
            (*T::links(last)).next = loser;
        }
        winner
    }
}

/// Makes one tree of all the children of `parent` and returns its root, or null if there are none. The root's `next`
/// and `prev` are stale, and so is the parent's `child`.
///
/// Two passes: neighbours are melded pair by pair from the left, then the pairs are gathered from the right. A single
/// pass that gathers from the left would do, but leaves the new root with half as many children as the old one had,
/// so that the next pops pay again; gathered from the right, the pairs of a rising list become a chain, each link of
/// which costs the pop that meets it one or two comparisons.
///
/// # Safety
///
/// `parent` is in a heap.
unsafe fn pair_children<T: Node>(parent: *mut T) -> *mut T {
    // SAFETY: the children of a live node in a heap are live, and their list ends with a `next` that is the parent. A
    // child is melded after its `next` has been read, and a tree's root keeps its `next` until it is melded.
    unsafe {
        let mut child = (*T::links(parent)).child;
        if child == Links::LEAF {
            return ptr::null_mut();
        }
        // The pairs wait on a stack, linked by their `next`.
        let mut pairs: *mut T = ptr::null_mut();
        while child != parent {
            let left = child;
            let right = (*T::links(left)).next;
            let pair = if right == parent {
                child = parent;
                left
            } else {
                child = (*T::links(right)).next;
                meld(left, right)
            };
            (*T::links(pair)).next = pairs;
            pairs = pair;
        }
        let mut tree = pairs;
        pairs = (*T::links(tree)).next;
        while !pairs.is_null() {
            let left = pairs;
            pairs = (*T::links(left)).next;
            tree = meld(left, tree);
        }
        tree
    }
}
