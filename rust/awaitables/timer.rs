//! Timer: what the library does at some time, in a task of its own that sleeps in the scheduler's queue.

use crate::awaitables::coroutine;
use crate::awaitables::sleep::{self, Until};
use crate::host::object::{Gc, Obj};
use crate::tasks::state::state;
use crate::tasks::task::Task;
use core::cell::Cell;
use core::future::Future;

/// The task of one that was started. All-zero is one that was not. Nobody else knows the task.
#[derive(Default)]
#[repr(transparent)]
pub struct Timer(Cell<Option<Gc<Task>>>);

impl Timer {
    fn task<F: Future<Output = Obj>>(&self, what: F) -> Gc<Task> {
        let task = Task::new(coroutine::internal(what).as_obj());
        self.0.set(Some(task));
        task
    }

    /// Lets something be done then. Raises MemoryError, and has not begun then. Allocates.
    pub fn start<F: Future<Output = Obj>>(&self, until: Until, what: F) {
        sleep::schedule(state(), self.task(what), until);
    }

    /// Lets something be done in `ms` milliseconds, and if that is not positive behind all that becomes ready in this round. Raises
    /// OverflowError, MemoryError, and has not begun then. Allocates.
    pub fn start_after<F: Future<Output = Obj>>(&self, ms: isize, what: F) {
        if ms > 0 {
            self.start(sleep::until(state(), ms), what);
        } else {
            state().make_ready_late(self.task(what));
        }
    }

    /// Lets something be done when the task that runs has come to its next await, or its end. Raises MemoryError, and has not begun
    /// then. Allocates.
    pub fn start_next<F: Future<Output = Obj>>(&self, what: F) {
        state().make_next(self.task(what));
    }

    /// It is not done any more, unless it was already, or is being done.
    pub fn stop(&self) {
        if let Some(task) = self.0.take() {
            if !task.is_done() {
                state().detach(task);
            }
        }
    }
}
