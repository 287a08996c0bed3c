//! How a task tells its end to those who wait for it.

use crate::host::object::{Gc, Obj, Raise};
use crate::host::port::{self, Exception, Type};
use crate::host::text::text;
use crate::tasks::state::{self, State};
use crate::tasks::task::{Outcome, Task};
use crate::tasks::task_queue::TaskQueue;

impl Gc<Task> {
    /// The outcome of a task that is done. Marks it as awaited, so that its exception is not reported.
    pub fn outcome(self) -> Outcome {
        let awaited = self.state.replace(port::truth(false)) != port::none();
        let data = self.data.get();
        if self.returned() {
            return Ok(data);
        }
        if self.is_linked() && port::type_of(self.coro.get()) == Type::Observer {
            // Its turn to tell of its end is to come. Until then what is known of its traceback is its place in the queue.
            return Err(Raise(data));
        }
        if awaited {
            // What earlier awaits have added would otherwise pile up.
            port::cut_traceback(data, self.noted_traceback());
        } else {
            // It may still be in the queue, to be reported.
            state::state().unlink(self);
            self.note_traceback();
        }
        Err(Raise(data))
    }

    /// One step of waiting for the task: its outcome, or, if it is not done, None, and the current task is in the line of
    /// those that wait. Raises RuntimeError outside of a task, MemoryError.
    pub fn wait(self) -> Option<Outcome> {
        if self.is_done() {
            return Some(self.outcome());
        }
        let state = state::state();
        let waiter = state.current();
        let first = self.waiters();
        if self.is_done() {
            // Finalisers, which an allocation may run, have run it to its end.
            return Some(self.outcome());
        }
        match port::type_of(first) {
            // It would wait for itself.
            _ if waiter == self => return Some(Err(cannot_wait())),
            // One waiter, the usual case, needs no queue.
            Type::Other if first == port::truth(true) => self.end_of_observers().set(waiter.as_obj()),
            // SAFETY: the type says it is a TaskQueue.
            Type::TaskQueue => state.push(unsafe { Gc::from_obj(first) }, waiter),
            // It belongs to a gather or a callback.
            _ => return Some(Err(cannot_wait())),
        }
        waiter.data.set(self.as_obj());
        None
    }

    /// `state` as Python knows it: the one task that waits is in a TaskQueue from now on. Raises MemoryError.
    pub fn waiters(self) -> Obj {
        let waiters = self.end_of_observers().get();
        if port::type_of(waiters) != Type::Task {
            return waiters;
        }
        let queue: Gc<TaskQueue> = port::new(Type::TaskQueue);
        // Only now, because finalisers may have changed it meanwhile.
        let place = self.end_of_observers();
        let waiter = place.get();
        if port::type_of(waiter) != Type::Task {
            return waiter;
        }
        // SAFETY: the type says it is a Task.
        let waiter = unsafe { Gc::<Task>::from_obj(waiter) };
        // Python may have put it elsewhere.
        if !waiter.is_linked() {
            queue.append(waiter);
        }
        place.set(queue.as_obj());
        queue.as_obj()
    }
}

/// Schedules a waiting Task, or a TaskQueue of them, and raises `exception` in each. Returns whether there was any.
pub fn wake(state: &State, waiters: Obj, exception: Option<Obj>) -> bool {
    let wake = |waiter: Gc<Task>| {
        state.make_ready(waiter);
        if let Some(exception) = exception {
            waiter.data.set(exception);
        }
    };
    // SAFETY: the type says which of the two it is.
    unsafe {
        if matches!(port::type_of(waiters), Type::Task) {
            wake(Gc::from_obj(waiters));
            return true;
        }
        let queue = Gc::<TaskQueue>::from_obj(waiters);
        let mut any = false;
        // Python may have said that the scheduler's own queue waits.
        while let Some(waiter) = queue.pop_unless(&state.task_queue) {
            wake(waiter);
            any = true;
        }
        any
    }
}

fn cannot_wait() -> Raise {
    port::exception(Exception::RuntimeError, Some(text!("can't wait")))
}
