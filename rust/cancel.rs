//! Cancelling a task, and taking one out of what it waits for.

use crate::io_queue;
use crate::object::{Gc, Obj};
use crate::port::{self, Exception, Type};
use crate::scheduler::{self, State};
use crate::task::Task;
use crate::task_queue::TaskQueue;
use crate::waiter;

impl Gc<Task> {
    /// Takes a task out of what it waits on, as far as that is ours or has a `remove` method. Raises what that raises.
    ///
    /// Returns false when it waits on nothing.
    fn leave_queue(self, state: &State) -> bool {
        let data = self.data.get();
        // SAFETY: in each arm the type has been checked.
        unsafe {
            match port::type_of(data) {
                of @ (Type::Event | Type::Lock | Type::Flag) => {
                    waiter::leave(state, Gc::from_obj(data), self, matches!(of, Type::Flag));
                }
                Type::TaskQueue => drop(Gc::<TaskQueue>::from_obj(data).remove(self)),
                Type::IoQueue => io_queue::remove(state, self),
                Type::Gather => {}
                _ if data != port::none() && port::has(data, port::Name::Remove) => {
                    port::call_method(data, port::Name::Remove, &[self.as_obj()]);
                }
                _ => return false,
            }
        }
        true
    }

    /// `Task.cancel()`: false if the task is done, else CancelledError is raised in it at its next turn. Raises RuntimeError
    /// for the running task, and what a foreign queue's `remove` raises.
    pub fn cancel(self) -> bool {
        let state = scheduler::state();
        if self.is_done() {
            return false;
        }
        if state.current.get() == Some(self) {
            port::fail(Exception::RuntimeError, c"can't cancel self");
        }
        // A task that waits for another one is cancelled through that one. Among tasks that wait for each other in a ring
        // the walk would not end; no board has the memory for a chain as long as the limit.
        let mut task = self;
        for _ in 0..1 << 16 {
            let Some(next) = task.waits_for_task() else { break };
            task = next;
        }
        if state.current.get() == Some(task) {
            // A task that cancels one that waits for it goes on, as upstream's does.
            return true;
        }
        if task.waits_for_task().is_some() {
            task.leave_task();
            state.make_ready(task);
        } else if task.leave_queue(state) {
            state.make_ready(task);
        } else {
            // Runnable already, or asleep: then it wakes now.
            state.wake_sleeper(task);
        }
        task.data.set(port::cancelled_error());
        true
    }

    /// Takes the task out of the queue it is in, which is one of ours, the scheduler's, or unknown. False if unknown.
    pub fn unlink(self, state: &State) -> bool {
        if self.waits_for_task().is_some() {
            self.leave_task();
        } else if port::type_of(self.data.get()) != Type::Other {
            // It raises nothing: only a foreign object's `remove` can.
            self.leave_queue(state);
        }
        if state.task_queue.remove(self) {
            state.forget(self);
        }
        !self.is_linked()
    }

    fn waits_for_task(self) -> Option<Gc<Task>> {
        let data = self.data.get();
        // SAFETY: the type says it is a Task.
        (!self.is_done() && port::type_of(data) == Type::Task).then(|| unsafe { Gc::from_obj(data) })
    }

    /// Leaves the line of the task that this one waits for.
    fn leave_task(self) {
        if let Some(other) = self.waits_for_task() {
            let waiters = other.state.get();
            if waiters == self.as_obj() {
                other.state.set(port::truth(true));
            } else if port::type_of(waiters) == Type::TaskQueue {
                // SAFETY: the type says it is a TaskQueue.
                unsafe { Gc::<TaskQueue>::from_obj(waiters) }.remove(self);
            }
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
