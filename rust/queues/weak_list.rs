//! A list of objects that does not keep them alive: a collector that looks for addresses finds none in it.
//!
//! Whoever frees an object takes it out before.

use core::cell::Cell;
use core::marker::PhantomData;
use core::ptr::{self, NonNull};

/// An address with all bits turned, or zero for none.
#[repr(transparent)]
pub struct Hidden<T>(usize, PhantomData<*mut T>);

impl<T> Clone for Hidden<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Hidden<T> {}

impl<T> Hidden<T> {
    fn of(node: &T) -> Hidden<T> {
        Hidden(!ptr::from_ref(node).expose_provenance(), PhantomData)
    }

    const NONE: Hidden<T> = Hidden(0, PhantomData);

    fn is(self, node: &T) -> bool {
        self.0 == Hidden::of(node).0
    }

    fn as_ref<'a>(self) -> Option<&'a T> {
        // SAFETY: what is listed is alive: it is taken out before it is freed.
        self.get().map(|node| unsafe { node.as_ref() })
    }

    fn get(self) -> Option<NonNull<T>> {
        (self.0 != 0).then(|| NonNull::new(ptr::with_exposed_provenance_mut(!self.0))).flatten()
    }
}

/// The neighbours of an object in such a list.
pub struct WeakLinks<T> {
    next: Cell<Hidden<T>>,
    prev: Cell<Hidden<T>>,
}

/// What such a list is made of. Its links are zero when it is in none.
pub trait Listed: Sized {
    fn links(&self) -> &WeakLinks<Self>;
}

/// All-zero is an empty one.
#[repr(transparent)]
pub struct WeakList<T>(Cell<Hidden<T>>);

impl<T: Listed> WeakList<T> {
    /// Adds an object that is in no list.
    pub fn add(&self, node: &T) {
        let hidden = Hidden::of(node);
        let first = self.0.replace(hidden);
        node.links().next.set(first);
        if let Some(first) = first.as_ref() {
            first.links().prev.set(hidden);
        }
    }

    /// Takes an object out. Does nothing if it is not there.
    pub fn remove(&self, node: &T) {
        let (next, prev) = (node.links().next.replace(Hidden::NONE), node.links().prev.replace(Hidden::NONE));
        match prev.as_ref() {
            Some(prev) => prev.links().next.set(next),
            None if self.0.get().is(node) => self.0.set(next),
            None => return,
        }
        if let Some(next) = next.as_ref() {
            next.links().prev.set(prev);
        }
    }

    pub fn iter(&self) -> impl Iterator<Item = NonNull<T>> {
        // SAFETY: what is listed is alive.
        core::iter::successors(self.0.get().get(), |node| unsafe { node.as_ref() }.links().next.get().get())
    }
}
