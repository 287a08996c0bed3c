//! Cancelling a task.

use crate::host::object::{Gc, Obj, Raise};
use crate::host::port::{self, Exception, Type};
use crate::host::text::text;
use crate::tasks::state::{self, State};
use crate::tasks::task::Task;
use crate::tasks::task_queue::TaskQueue;

impl Gc<Task> {
    /// Takes a task out of what it waits on: a foreign object by its `remove` method, or whatever line holds it. Raises what
    /// that method raises.
    ///
    /// Returns false when the scheduler has the task, or nobody.
    fn leave_queue(self, state: &State) -> bool {
        let data = self.data.get();
        match port::type_of(data) {
            Type::Other if data != port::none() && port::has(data, port::Name::Remove) => {
                port::call_method(data, port::Name::Remove, &[self.as_obj()]);
                true
            }
            // SAFETY: the type says it is a TaskQueue.
            Type::TaskQueue if self.is_in_heap() => unsafe { Gc::<TaskQueue>::from_obj(data) }.remove(self),
            _ => self.line().is_some_and(|line| line != state.task_queue.owner()) && state.unlink(self),
        }
    }

    /// `Task.cancel()`: false if the task is done, else CancelledError is raised in it at its next turn. Raises RuntimeError
    /// for the running task, and what a foreign queue's `remove` raises.
    pub fn cancel(self) -> bool {
        self.cancel_with(port::cancelled_error())
    }

    /// The same with another exception than CancelledError's class.
    pub fn cancel_with(self, exception: Obj) -> bool {
        let state = state::state();
        if self.is_done() {
            return false;
        }
        if state.current.get() == Some(self) {
            port::fail(Exception::RuntimeError, text!("can't cancel self"));
        }
        // A task that waits for another one is cancelled through that one. Among tasks that wait for each other in a ring
        // the walk would not end; no board has the memory for a chain as long as the limit.
        let mut task = self;
        for _ in 0..1 << 16 {
            if let Some(count) = state.count_cancel.get() {
                count(task);
            }
            let Some(next) = task.waits_for_task() else { break };
            task = next;
        }
        if state.current.get() == Some(task) {
            // A task that cancels one that waits for it goes on, as upstream's does.
            return true;
        }
        if task.is_future() {
            state.finish(task, Err(Raise(exception)), true);
            return true;
        }
        if task.waits_for_task().is_some() {
            task.leave_task();
            state.make_ready(task);
        } else if task.leave_queue(state) {
            // By this a primitive knows that it has not woken the task.
            task.leave_shared_awaitable();
            state.make_ready(task);
        } else {
            // Runnable already, or asleep: then it wakes now.
            if task.is_in_heap() {
                task.leave_shared_awaitable();
            }
            state.wake_sleeper(task);
        }
        if task.is_done() {
            // What that called has run the loop.
            return true;
        }
        // One that an earlier call has taken out of its wait has got its exception, as CPython's has; else the last one counts.
        let pending = task.data.get();
        let is_cancelled = pending != port::none() && port::is_cancelled(Raise(pending));
        if task.is_in_shared_awaitable() || !is_cancelled {
            task.data.set(exception);
        }
        true
    }

    fn waits_for_task(self) -> Option<Gc<Task>> {
        let data = self.data.get();
        // SAFETY: the type says it is a Task.
        (!self.is_done() && port::type_of(data) == Type::Task).then(|| unsafe { Gc::from_obj(data) })
    }

    /// Leaves the line of the task that this one waits for.
    fn leave_task(self) {
        if let Some(other) = self.waits_for_task() {
            let place = other.end_of_observers();
            let waiters = place.get();
            if waiters == self.as_obj() {
                place.set(port::truth(true));
            } else if port::type_of(waiters) == Type::TaskQueue {
                // SAFETY: the type says it is a TaskQueue.
                unsafe { Gc::<TaskQueue>::from_obj(waiters) }.remove(self);
            }
            // One in front of an observer that came later.
            state::state().detach(self);
        }
    }
}

/// `task.cancel()`. Raises RuntimeError for the running task, and what a foreign queue's `remove` raises.
///
/// # Safety
/// `task` is a Task.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_task_cancel(task: Obj) -> Obj {
    port::truth(Gc::<Task>::from_obj(task).cancel())
}
