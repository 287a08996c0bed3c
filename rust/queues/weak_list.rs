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

    fn get(self) -> Option<NonNull<T>> {
        (self.0 != 0).then(|| NonNull::new(ptr::with_exposed_provenance_mut(!self.0))).flatten()
    }
}

/// What such a list is made of. Its link is zero when it is in none.
pub trait Listed: Sized {
    fn link(&self) -> &Cell<Hidden<Self>>;
}

/// All-zero is an empty one.
#[repr(transparent)]
pub struct WeakList<T>(Cell<Hidden<T>>);

impl<T: Listed> WeakList<T> {
    /// Adds an object that is in no list.
    pub fn add(&self, node: &T) {
        node.link().set(self.0.replace(Hidden::of(node)));
    }

    /// Takes an object out, if it is there.
    pub fn remove(&self, node: &T) {
        let mut link = &self.0;
        while let Some(other) = link.get().get() {
            // SAFETY: what is listed is alive: it is taken out before it is freed.
            let other = unsafe { other.as_ref() };
            if ptr::eq(other, node) {
                link.set(other.link().get());
                return;
            }
            link = other.link();
        }
    }

    pub fn iter(&self) -> impl Iterator<Item = NonNull<T>> {
        // SAFETY: as above.
        core::iter::successors(self.0.get().get(), |node| unsafe { node.as_ref() }.link().get().get())
    }
}
