//! A queue of the loop's that a program may put another one in the place of: `core._task_queue = core.TaskQueue()`.

use crate::object::Gc;
use core::cell::Cell;
use core::ops::Deref;
use core::ptr::NonNull;

/// The queue that the loop began with, and the one that it uses now.
#[repr(C)]
pub struct Replaceable<T> {
    own: T,
    in_use: Cell<Option<Gc<T>>>,
}

impl<T> Replaceable<T> {
    /// Begins with its own. Nothing else is done with it before.
    pub fn init(&self) {
        // SAFETY: it lies in the host's words for the state, which are there for ever.
        self.in_use.set(Some(unsafe { Gc::from_ptr(NonNull::from(&self.own)) }));
    }

    pub fn in_use(&self) -> Gc<T> {
        // SAFETY: `init` came first.
        unsafe { self.in_use.get().unwrap_unchecked() }
    }

    /// The collector finds the new one here; the old one is the program's, if it has kept it.
    pub fn replace(&self, queue: Gc<T>) {
        self.in_use.set(Some(queue));
    }
}

/// A reference lasts for one operation, and none that runs Python code: that may put another queue here.
impl<T> Deref for Replaceable<T> {
    type Target = T;

    fn deref(&self) -> &T {
        // SAFETY: the queue is alive, because it is in use.
        unsafe { self.in_use().as_non_null().as_ref() }
    }
}
