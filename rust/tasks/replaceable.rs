//! A queue of the loop's that a program may put another one in the place of: `core._task_queue = core.TaskQueue()`.

use crate::host::object::Gc;
use core::cell::Cell;
use core::ops::Deref;
use core::ptr::NonNull;

/// The queue that the loop uses now. The collector finds it here; one that was replaced is the program's, if it has kept it.
#[repr(transparent)]
pub struct Replaceable<T>(Cell<Option<Gc<T>>>);

impl<T> Replaceable<T> {
    /// Begins with the loop's own. Nothing else is done with it before.
    pub fn init(&self, own: &'static T) {
        // SAFETY: it lies in the host's words for the state, which are there for ever.
        self.0.set(Some(unsafe { Gc::from_ptr(NonNull::from(own)) }));
    }

    pub fn in_use(&self) -> Gc<T> {
        // SAFETY: `init` came first.
        unsafe { self.0.get().unwrap_unchecked() }
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
