//! The run loop.
//!
//! A round runs each task that was ready at its start. Between rounds the loop drains what interrupts handed over and
//! asks for I/O, so that neither always-ready tasks nor always-ready streams starve the other.

use crate::host::object::{Gc, Raise};
use crate::host::port::{self, Resumed};
use crate::tasks::join;
use crate::tasks::state::State;
use crate::tasks::task::{Outcome, Task};
use crate::tasks::task_queue::TaskQueue;
use crate::tasks::turns;

/// What the loop asks for, and the floors above know.
pub trait Surroundings {
    /// Makes ready whom interrupts have woken. Each turn asks for it, so that it costs one look when there is nobody.
    fn take_over(&self);

    /// Whether somebody waits for a stream, so that it has to be looked at between two rounds.
    fn has_streams(&self) -> bool;

    /// Whether something other than the clock, and than streams, may make a task ready.
    fn expects_interrupts(&self) -> bool;

    /// Lets what happened outside make tasks ready, waiting up to `timeout` milliseconds for it, or `FOREVER`. Raises what
    /// the host's wait does.
    fn look_outside(&self, timeout: usize);

    /// Reports the exception of a task. Raises what the handler raises.
    fn report(&self, task: Gc<Task>);
}

pub struct RunLoop<'a, S> {
    pub state: &'a State,
    pub surroundings: &'a S,
}

impl<S: Surroundings> RunLoop<'_, S> {
    /// The task whose turn it is. None when nothing can ever happen any more and the main task is done.
    #[inline]
    fn next(&self, main: Option<Gc<Task>>) -> Option<Gc<Task>> {
        // An interrupt's turn does not wait for the end of the round, and costs one look.
        self.surroundings.take_over();
        let queue = self.state.task_queue.in_use();
        if self.state.is_in_round() && queue.has_ready() {
            return self.take(queue);
        }
        self.next_round(main)
    }

    /// Starts a round, when there is something to run.
    fn next_round(&self, main: Option<Gc<Task>>) -> Option<Gc<Task>> {
        if self.surroundings.has_streams() {
            self.look_outside(0);
        }
        loop {
            if let Some(late) = self.state.next_round.get() {
                join::wake(self.state, late.as_obj(), None);
            }
            if main.is_some_and(|main| main.is_over()) {
                // A loop in a task of this one, or in another thread, has run it.
                return main;
            }
            let queue = self.state.task_queue.in_use();
            if queue.has_ready() {
                self.state.begin_round(queue);
                return self.take(queue);
            }
            let timeout = match queue.first_sleeper() {
                Some(sleeper) => {
                    let left = sleeper.due().since(self.state.read_clock(), port::ticks_mask());
                    if left <= 0 {
                        return queue.pop_sleeper();
                    }
                    left as usize
                }
                None if self.surroundings.has_streams() || self.surroundings.expects_interrupts() => {
                    port::FOREVER
                }
                None if main.is_none() => return None,
                // Something out of the loop's sight, such as a scheduled callback, may still wake the main task.
                None => port::FOREVER,
            };
            self.look_outside(timeout);
        }
    }

    fn look_outside(&self, timeout: usize) {
        // What it raises is no task's.
        self.state.current.set(None);
        if timeout != 0 {
            turns::tell(self.state, None);
        }
        self.surroundings.look_outside(timeout);
    }

    fn take(&self, queue: Gc<TaskQueue>) -> Option<Gc<Task>> {
        let task = queue.pop();
        if let Some(task) = task {
            self.state.forget(task);
        }
        task
    }

    /// Runs a task to its next await. Some when it ends.
    #[inline]
    fn step(&self, task: Gc<Task>) -> Option<Outcome> {
        turns::tell(self.state, Some(task));
        let data = task.data.get();
        let resumed = task.leave_shared_awaitable();
        self.state.resumed.set(resumed);
        let exception = (data != port::none()).then_some(data);
        if exception.is_some() {
            task.data.set(port::none());
        }
        match port::resume(task.coro.get(), exception) {
            Resumed::Yielded => None,
            Resumed::Returned(value) => Some(Ok(value)),
            Resumed::Raised(exception) => Some(Err(exception)),
        }
    }

    /// A task that is done gets a turn when its exception may have to be reported. Raises what the handler raises.
    fn report(&self, task: Gc<Task>) {
        if task.state.get() == port::none() && !task.returned() {
            // Without the memory for it the loop ends, and reports when it is run again.
            self.state.take_turn(task);
            self.surroundings.report(task);
        }
    }

    /// The loop, to the outcome of the main task. May be left by unwinding: `caught` is what came so.
    pub fn run(&self, main: Option<Gc<Task>>, mut caught: Option<Raise>) -> Outcome {
        loop {
            let caught = caught.take();
            let task = if caught.is_some() { self.state.current.get() } else { self.next(main) };
            let Some(task) = task else {
                // An exception that belongs to no task, or nothing left to run.
                return caught.map_or(Ok(port::none()), Err);
            };
            self.state.current.set(Some(task));
            let is_main = main == Some(task);
            let outcome = match caught {
                // A callback or the exception handler has failed.
                Some(exception) if task.is_done() => return Err(exception),
                Some(exception) => Err(exception),
                None if task.is_done() => {
                    let telling = self.state.telling.get();
                    let is_over = telling.is_some_and(|telling| (telling.tell)(self.state, task));
                    if is_main {
                        return task.outcome();
                    }
                    if !is_over {
                        self.report(task);
                    }
                    continue;
                }
                None => match self.step(task) {
                    Some(outcome) => outcome,
                    None => continue,
                },
            };
            let is_last = is_main || outcome.err().is_some_and(port::is_fatal);
            if is_last {
                self.state.current.set(None);
            }
            self.state.finish(task, outcome, is_last);
            if is_last {
                // What came before the end is not left for another run: nobody may run the loop again.
                self.surroundings.take_over();
                return outcome;
            }
        }
    }
}
