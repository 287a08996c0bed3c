//! The run loop, and the state that it works on.
//!
//! A round runs each task that was ready at its start. Between rounds the loop drains what interrupts handed over and
//! asks for I/O, so that neither always-ready tasks nor always-ready streams starve the other.

use crate::coroutine::Spare;
use crate::event_loop;
use crate::flag;
use crate::gather;
use crate::io_queue::{self, IoQueue};
use crate::object::{Gc, MaybeObj, Raise};
use crate::port::{self, Exception, Name, Resumed, Type};
use crate::replaceable::Replaceable;
use crate::sleep;
use crate::task::{self, Outcome, Task};
use crate::task_queue::TaskQueue;
use crate::ticks::Instant;
use core::cell::Cell;

/// The library's state, in words that the host keeps for it and the collector scans. All zero at start.
#[repr(C)]
pub struct State {
    // What `core` has under some of its names (see `place`).
    /// What a program has put in the place of `core.create_task`.
    pub create_task: Cell<MaybeObj>,
    /// The task that runs.
    pub current: Cell<Option<Gc<Task>>>,
    pub stop_task: Cell<Option<Gc<Task>>>,
    pub task_queue: Replaceable<TaskQueue>,
    pub io_queue: Replaceable<IoQueue>,
    /// `core._exc_context`, from the moment on when a program has got hold of it.
    pub exc_context: Cell<MaybeObj>,

    pub own_task_queue: TaskQueue,
    pub own_io_queue: IoQueue,
    /// The current task was just resumed from a shared awaitable, which is asked next.
    pub resumed: Cell<bool>,
    pub sleep: sleep::Shared,
    /// The last task of the round.
    round_end: Cell<Option<Gc<Task>>>,
    /// The last reading of the clock.
    clock: Cell<Instant>,
    /// Python code has put tasks into a queue itself, perhaps with times: every time counts from now on.
    pub exact_times: Cell<bool>,
    pub flags: flag::Set,
    /// What the last wait_for is done with: its coroutine, and its runner's coroutine and task.
    pub spare_wait_for: Spare,
    pub spare_run: Spare,
    pub spare_runner: Cell<Option<Gc<Task>>>,
}

/// The size that the host must reserve for the state, in words.
pub const UASYNCIO_STATE_WORDS: usize = 34;
const _: () = assert!(core::mem::size_of::<State>() <= UASYNCIO_STATE_WORDS * core::mem::size_of::<usize>());

#[inline]
pub fn state() -> &'static State {
    // SAFETY: the host keeps the state's words for ever, zeroed at start, and all-zero is a valid State: null pointers,
    // None, false, the clock's zero.
    unsafe { &*port::state().cast::<State>() }
}

const _: () = {
    let places = Name::ExcContext as usize - Name::CreateTask as usize;
    assert!(core::mem::offset_of!(State, exc_context) == places * core::mem::size_of::<usize>());
};

impl State {
    /// Where an object lies that `core` has under a name, from `Name::CreateTask` to `Name::ExcContext`.
    ///
    /// # Safety
    /// What is stored there is of the field's type.
    pub unsafe fn place(&self, name: Name) -> &Cell<MaybeObj> {
        // SAFETY: those fields come first, in the order of the names, and each is an object's word, or none.
        unsafe {
            &*core::ptr::from_ref(self)
                .cast::<Cell<MaybeObj>>()
                .add(name as usize - Name::CreateTask as usize)
        }
    }

    pub fn read_clock(&self) -> Instant {
        let now = port::now();
        self.clock.set(now);
        now
    }

    pub fn last_clock(&self) -> Instant {
        self.clock.get()
    }

    /// Schedules a task for its turn in this or the next round. It waits for nothing else any more.
    #[inline]
    pub fn make_ready(&self, task: Gc<Task>) {
        self.task_queue.push(self, task);
    }

    /// Brings a task that sleeps forward to now; one that is ready, or due already, keeps its place.
    pub fn wake_sleeper(&self, task: Gc<Task>) {
        if task.is_in_heap() && self.read_clock().is_before(task.due()) {
            self.task_queue.remove(task);
        }
        if !task.is_linked() {
            self.make_ready(task);
        }
    }

    /// Whether something other than the clock may make a task ready.
    fn expects_events(&self) -> bool {
        self.io_queue.is_waiting() || self.flags.is_waited_for()
    }

    /// Lets what happened outside make tasks ready, waiting up to `timeout` milliseconds for it, or `FOREVER`.
    pub fn look_outside(&self, timeout: usize) {
        // What it raises is no task's.
        self.current.set(None);
        io_queue::wait(self, timeout);
        self.flags.drain(self);
    }

    /// The task whose turn it is. None when nothing can ever happen any more and the main task is done.
    #[inline]
    fn next(&self, main: Option<Gc<Task>>) -> Option<Gc<Task>> {
        // An interrupt's turn does not wait for the end of the round, and costs one look.
        self.flags.drain(self);
        let queue = self.task_queue.in_use();
        if self.round_end.get().is_some() && queue.has_ready() {
            return self.take(queue);
        }
        self.next_round(main)
    }

    /// Starts a round, when there is something to run.
    fn next_round(&self, main: Option<Gc<Task>>) -> Option<Gc<Task>> {
        if self.io_queue.is_waiting() {
            self.look_outside(0);
        }
        loop {
            let queue = self.task_queue.in_use();
            if queue.has_ready() {
                self.round_end.set(queue.last_ready());
                return self.take(queue);
            }
            let timeout = match queue.first_sleeper() {
                Some(sleeper) => {
                    let left = sleeper.due().since(self.read_clock(), port::ticks_mask());
                    if left <= 0 {
                        return queue.pop_sleeper();
                    }
                    left as usize
                }
                None if self.expects_events() => port::FOREVER,
                None if main.is_none_or(|main| main.is_done()) => return None,
                // Something out of the loop's sight, such as a scheduled callback, may still wake the main task.
                None => port::FOREVER,
            };
            self.look_outside(timeout);
        }
    }

    fn take(&self, queue: Gc<TaskQueue>) -> Option<Gc<Task>> {
        let task = queue.pop();
        if task == self.round_end.get() {
            self.round_end.set(None);
        }
        task
    }

    /// Runs a task to its next await. Some when it ends.
    #[inline]
    fn step(&self, task: Gc<Task>) -> Option<Outcome> {
        let data = task.data.get();
        let resumed = task.leave_shared_awaitable();
        let exception = if data == port::none() {
            self.resumed.set(resumed);
            None
        } else {
            self.resumed.set(false);
            task.data.set(port::none());
            Some(data)
        };
        match port::resume(task.coro.get(), exception) {
            Resumed::Yielded => None,
            Resumed::Returned(value) => Some(Ok(value)),
            Resumed::Raised(exception) => Some(Err(exception)),
        }
    }

    /// Records the end of a task and wakes what waits for it. Raises what a callback raises.
    fn finish(&self, task: Gc<Task>, outcome: Outcome, is_last: bool) {
        // It may have put itself in a line, and failed before it yielded: nobody shall wake it.
        detach(self, task);
        // The caller of the loop awaits the last task.
        let mut awaited = is_last;
        let waiters = task.state.get();
        task.set_outcome(outcome);
        task.state.set(port::truth(false));
        match port::type_of(waiters) {
            Type::Gather => {
                // SAFETY: the type says it is a Gather.
                gather::child_done(self, unsafe { Gc::from_obj(waiters) }, outcome);
                awaited = true;
            }
            Type::Task | Type::TaskQueue => awaited |= task::wake(self, waiters),
            _ if waiters == port::truth(true) => {
                if !awaited {
                    task.state.set(port::none());
                }
            }
            _ => {
                awaited = true;
                if port::is_callable(waiters) {
                    let result = match outcome {
                        Ok(value) => port::new_stop_iteration(value),
                        Err(Raise(exception)) => exception,
                    };
                    port::call(waiters, &[task.as_obj(), result]);
                }
            }
        }
        if let (false, Err(exception)) = (awaited, outcome) {
            if !port::is_exception(exception, Exception::CancelledError) {
                self.report_later(task);
            }
        }
    }

    /// Lets the exception of a task be reported at its next turn, unless somebody awaits it until then.
    fn report_later(&self, task: Gc<Task>) {
        let data = task.data.get();
        self.make_ready(task);
        task.data.set(data);
    }

    /// A task that is done gets a turn when its exception may have to be reported. Raises what the handler raises.
    fn report(&self, task: Gc<Task>) {
        if task.state.get() == port::none() && !task.returned() {
            // Without the memory for it the loop ends, and reports when it is run again.
            self.report_later(task);
            let context = event_loop::context(task);
            task.unlink(self);
            event_loop::report(context);
        }
    }

    /// The loop, to the outcome of the main task. May be left by unwinding: `caught` is what came so.
    pub fn run(&self, main: Option<Gc<Task>>, mut caught: Option<Raise>) -> Outcome {
        loop {
            let caught = caught.take();
            let task = if caught.is_some() { self.current.get() } else { self.next(main) };
            let Some(task) = task else {
                // An exception that belongs to no task, or nothing left to run.
                return caught.map_or(Ok(port::none()), Err);
            };
            self.current.set(Some(task));
            let is_main = main == Some(task);
            let outcome = match caught {
                // A callback or the exception handler has failed.
                Some(exception) if task.is_done() => return Err(exception),
                Some(exception) => Err(exception),
                None if task.is_done() => {
                    if is_main {
                        return task.outcome();
                    }
                    self.report(task);
                    continue;
                }
                None => match self.step(task) {
                    Some(outcome) => outcome,
                    None => continue,
                },
            };
            // SystemExit, KeyboardInterrupt and their like end the loop as well as the task.
            let is_fatal = |exception| {
                !port::is_exception(exception, Exception::Exception)
                    && !port::is_exception(exception, Exception::CancelledError)
            };
            let is_last = is_main || outcome.err().is_some_and(is_fatal);
            if is_last {
                self.current.set(None);
            }
            self.finish(task, outcome, is_last);
            if is_last {
                return outcome;
            }
        }
    }

    /// A task was taken out of the scheduler's queue: the round may not wait for it.
    pub fn forget(&self, task: Gc<Task>) {
        if self.round_end.get() == Some(task) {
            self.round_end.set(None);
        }
    }

    /// Ends the round, whatever its last task is: the program has changed what the loop works on.
    pub fn end_round(&self) {
        self.round_end.set(None);
    }

    /// Starts anew, with nothing scheduled: `new_event_loop()`.
    pub fn reset(&self) {
        self.task_queue.clear();
        io_queue::clear(self);
        self.flags.clear();
        self.end_round();
    }
}

/// The task that runs. Raises RuntimeError when none does; one that is done, whose callback runs, waits for nothing.
pub fn current(state: &State) -> Gc<Task> {
    match state.current.get() {
        Some(task) if !task.is_done() => task,
        _ => no_task(),
    }
}

/// Raises what is raised outside of a task.
pub fn no_task() -> ! {
    port::fail(Exception::RuntimeError, c"no running event loop")
}

/// Takes a task out of the queue it is in, if any, so that it can be put in another one. False if that queue is a foreign
/// one that cannot be found: then the task has to stay there.
#[inline]
pub fn detach(state: &State, task: Gc<Task>) -> bool {
    !task.is_linked() || task.unlink(state)
}
