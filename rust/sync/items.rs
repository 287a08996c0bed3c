//! Items: the objects in a queue, in a ring that grows.

use crate::host::object::{MaybeObj, Obj};
use crate::host::port::{self, Exception, Type};
use crate::host::text::text;
use crate::queues::wrap::wrap;
use core::cell::Cell;
use core::mem::size_of;
use core::ptr::NonNull;

/// All-zero is an empty one.
#[repr(C)]
pub struct Items {
    /// Words in the collector's heap.
    slots: Cell<Option<NonNull<Cell<MaybeObj>>>>,
    capacity: Cell<usize>,
    first: Cell<usize>,
    len: Cell<usize>,
}

/// The first ring's.
const SMALLEST: usize = 4;

impl Items {
    pub fn len(&self) -> usize {
        self.len.get()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The place of the n-th item. None if there are not as many places.
    fn slot(&self, n: usize) -> Option<&Cell<MaybeObj>> {
        let (slots, capacity) = (self.slots.get()?, self.capacity.get());
        let at = wrap(self.first.get() + n, capacity);
        // SAFETY: there are `capacity` of them, and they live as long as this ring is used.
        (at < capacity).then(|| unsafe { slots.add(at).as_ref() })
    }

    pub fn get(&self, n: usize) -> Option<Obj> {
        if n < self.len() {
            self.slot(n)?.get()
        } else {
            None
        }
    }

    pub fn swap(&self, a: usize, b: usize) {
        if let (Some(a), Some(b)) = (self.slot(a), self.slot(b)) {
            a.swap(b);
        }
    }

    /// Adds an item at the end. Raises MemoryError, and has changed nothing then. Allocates when the ring is full.
    pub fn push(&self, item: Obj) {
        // An allocation runs finalisers, which may add items themselves.
        while self.len() >= self.capacity.get() {
            self.grow();
        }
        if let Some(slot) = self.slot(self.len()) {
            slot.set(Some(item));
            self.len.set(self.len() + 1);
        }
    }

    #[inline(never)]
    fn grow(&self) {
        let capacity = (self.capacity.get() * 2).max(SMALLEST);
        let Some(size) = capacity.checked_mul(size_of::<Cell<MaybeObj>>()) else {
            port::fail(Exception::MemoryError, text!(""));
        };
        let slots = port::new_sized::<Cell<MaybeObj>>(Type::Other, size).as_non_null();
        if self.len() >= capacity {
            return;
        }
        for n in 0..self.len() {
            // SAFETY: there are `capacity` places in the new ring, all of them none.
            unsafe { slots.add(n).as_ref() }.set(self.get(n));
        }
        self.slots.set(Some(slots));
        self.capacity.set(capacity);
        self.first.set(0);
    }

    pub fn pop_first(&self) -> Option<Obj> {
        let slot = self.slot(0).filter(|_| !self.is_empty())?;
        self.first.set(wrap(self.first.get() + 1, self.capacity.get()));
        self.len.set(self.len() - 1);
        slot.take()
    }

    pub fn pop_last(&self) -> Option<Obj> {
        let last = self.len().checked_sub(1)?;
        self.len.set(last);
        self.slot(last)?.take()
    }
}

/// The same places as a heap, whose first item is the smallest. Comparing runs Python, which may raise and may change the queue:
/// no item is lost or doubled then, but the order may be.
impl Items {
    fn is_less(&self, a: usize, b: usize) -> bool {
        match (self.get(a), self.get(b)) {
            (Some(a), Some(b)) => port::is_less(a, b),
            _ => false,
        }
    }

    /// Adds an item. Raises as [`Items::push`], and what comparing raises; then the item has been added.
    pub fn push_heap(&self, item: Obj) {
        self.push(item);
        let mut at = self.len() - 1;
        while at > 0 {
            let parent = (at - 1) / 2;
            if !self.is_less(at, parent) {
                break;
            }
            self.swap(at, parent);
            at = parent;
        }
    }

    /// Takes the smallest item. Raises what comparing raises; then none has been taken.
    pub fn pop_heap(&self) -> Option<Obj> {
        let last = self.len().checked_sub(1)?;
        // The last one goes down from the top, and the smallest waits at the end meanwhile.
        self.swap(0, last);
        let mut at = 0;
        loop {
            let mut least = 2 * at + 1;
            if least >= last {
                break;
            }
            if least + 1 < last && self.is_less(least + 1, least) {
                least += 1;
            }
            if !self.is_less(least, at) {
                break;
            }
            self.swap(at, least);
            at = least;
        }
        self.pop_last()
    }
}
