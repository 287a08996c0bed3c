//! Task: a coroutine that the scheduler runs, can be waited on and cancelled.
//!
//! The life of a task, with its `state` as Python sees it:
//!
//! ```text
//!   create_task ─► ready ─► running ─► waiting: sleeping, or in the queue of an event, a lock, a task, the I/O queue …
//!                    ▲         │           │                                                (state True)
//!                    └─────────┼───────────┘
//!                              ▼
//!                    done, not awaited (None) ──► awaited, or its waiters woken (False)
//!                              │
//!                              └─ failed: runs once more, and if it is still None then, the exception handler is called
//! ```
//!
//! While a task is not done, `state` is True, or what its end wakes: one waiting Task, a TaskQueue of several, a gather,
//! or a callable. `data` is None, or what the task waits for (an object with `remove`), or the exception that it gets
//! when it runs next. When it is done, `data` holds its value or exception.

use crate::coroutine::take_exception;
use crate::links::{Linked, Links, Place};
use crate::object::{Base, Gc, Obj, Raise, Result};
use crate::pairing_heap::Node;
use crate::port::{self, Exception, Type};
use crate::scheduler::{self, State};
use crate::task_queue::TaskQueue;
use crate::ticks::Instant;
use crate::waiting::Owner;
use core::cell::{Cell, UnsafeCell};
use core::future::Future;
use core::pin::Pin;
use core::ptr::NonNull;
use core::task::{Context, Poll};

/// Eight words, as upstream's.
#[repr(C)]
pub struct Task {
    base: Base,
    links: UnsafeCell<Links<Task>>,
    pub coro: Cell<Obj>,
    pub data: Cell<Obj>,
    pub state: Cell<Obj>,
    /// When the task is due, and two flags; while it waits for a stream, that object; when it has failed, the length of its
    /// exception's traceback, and flags.
    key: Cell<usize>,
}

/// The task waits in one of the awaitables that many tasks share; the flag tells that awaitable who is being resumed.
const IN_SHARED_AWAITABLE: usize = 1;
/// The task is done and `data` is its value, not its exception. Same bit: a task that is done waits for nothing.
const RETURNED: usize = 1;
/// The task was put in the queue while nothing slept there: before whatever sleeps there now.
const BEFORE_SLEEPERS: usize = 2;
const FLAGS: usize = 3;

const _: () = assert!(core::mem::size_of::<Task>() == 8 * core::mem::size_of::<usize>());

/// How a task ended.
pub type Outcome = Result;

// SAFETY: it is the task's own field, which the queues alone use.
unsafe impl Linked for Task {
    unsafe fn links(this: *mut Task) -> *mut Links<Task> {
        UnsafeCell::raw_get(&raw const (*this).links)
    }
}

// SAFETY: instants less than half a period apart are in order, and the scheduler lets tasks sleep no longer; `due` does
// not change while a task is in a queue.
unsafe impl Node for Task {
    unsafe fn less(a: *const Task, b: *const Task) -> bool {
        (*a).due().is_before((*b).due())
    }
}

impl Task {
    pub fn new(coro: Obj) -> Gc<Task> {
        let task: Gc<Task> = port::new(Type::Task);
        task.restart(coro);
        task
    }

    /// Begins the life of a task that is new, or done and in no queue.
    pub fn restart(&self, coro: Obj) {
        self.coro.set(coro);
        self.data.set(port::none());
        self.state.set(port::truth(true));
        self.key.set(0);
    }

    pub fn due(&self) -> Instant {
        Instant::from_bits(self.key.get())
    }

    /// The stream that the task waits for, which the collector finds here.
    pub fn stream(&self) -> Obj {
        // SAFETY: only a task that waits for a stream is asked; its key is an object.
        unsafe { Obj::new(core::ptr::with_exposed_provenance_mut(self.key.get())).unwrap_unchecked() }
    }

    pub fn set_stream(&self, stream: Obj) {
        self.key.set(stream.as_ptr().expose_provenance());
    }

    /// Forgets the stream, and has no flags then.
    pub fn take_stream(&self) -> Obj {
        let stream = self.stream();
        self.key.set(0);
        stream
    }

    pub fn set_due(&self, due: Instant) {
        self.key.set(due.to_bits() | (self.key.get() & FLAGS & !BEFORE_SLEEPERS));
    }

    /// Makes the task come before all who sleep. `now` may be an old reading of the clock.
    pub fn set_due_before_sleepers(&self, now: Instant) {
        self.set_due(now);
        self.key.set(self.key.get() | BEFORE_SLEEPERS);
    }

    /// Whether a task that is ready comes before one that sleeps. A sleeper that is due in the tick in which the other
    /// became ready was put in before it.
    pub fn comes_before(&self, sleeper: &Task) -> bool {
        self.key.get() & BEFORE_SLEEPERS != 0 || self.due().is_before(sleeper.due())
    }

    /// Takes the mark that [`Task::enter_shared_awaitable`] left.
    pub fn leave_shared_awaitable(&self) -> bool {
        let key = self.key.get();
        self.key.set(key & !IN_SHARED_AWAITABLE);
        key & IN_SHARED_AWAITABLE != 0
    }

    pub fn enter_shared_awaitable(&self) {
        self.key.set(self.key.get() | IN_SHARED_AWAITABLE);
    }

    pub fn links(&self) -> &Links<Task> {
        // SAFETY: the library runs on one thread at a time; the reference does not outlive a look.
        unsafe { &*self.links.get() }
    }

    /// The task behind this one in a line.
    pub fn next(&self) -> Option<Gc<Task>> {
        NonNull::new(self.links().next).map(Gc::from_node)
    }

    /// Whether the task is in a queue.
    #[inline]
    pub fn is_linked(&self) -> bool {
        self.links().is_linked()
    }

    /// The line that the task is in.
    pub fn line(&self) -> Option<Owner> {
        NonNull::new(self.links().owner())
    }

    pub fn is_in_heap(&self) -> bool {
        self.links().place() == Place::Heap
    }

    pub fn is_done(&self) -> bool {
        let state = self.state.get();
        state == port::none() || state == port::truth(false)
    }

    /// Whether a task that is done ended with a value.
    pub fn returned(&self) -> bool {
        self.key.get() & RETURNED != 0
    }

    pub fn set_outcome(&self, outcome: Outcome) {
        let key = self.key.get() & !FLAGS;
        match outcome {
            Ok(value) => {
                self.data.set(value);
                self.key.set(key | RETURNED);
            }
            Err(Raise(exception)) => {
                self.data.set(exception);
                self.note_traceback();
            }
        }
    }

    /// Keeps in mind how long the traceback of the task's exception is.
    fn note_traceback(&self) {
        self.key.set(port::cut_traceback(self.data.get(), usize::MAX) << 2);
    }
}

impl Gc<Task> {
    pub fn from_node(node: NonNull<Task>) -> Gc<Task> {
        // SAFETY: queues hold live tasks.
        unsafe { Gc::from_ptr(node) }
    }

    /// The outcome of a task that is done. Marks it as awaited, so that its exception is not reported.
    pub fn outcome(self) -> Outcome {
        let awaited = self.state.replace(port::truth(false)) != port::none();
        let data = self.data.get();
        if self.returned() {
            return Ok(data);
        }
        if awaited {
            // What earlier awaits have added would otherwise pile up.
            port::cut_traceback(data, self.key.get() >> 2);
        } else {
            // It may still be in the queue, to be reported.
            self.unlink(scheduler::state());
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
        let state = scheduler::state();
        let waiter = scheduler::current(state);
        let first = self.waiters();
        if self.is_done() {
            // Finalisers, which an allocation may run, have run it to its end.
            return Some(self.outcome());
        }
        match port::type_of(first) {
            // It would wait for itself.
            _ if waiter == self => return Some(Err(cannot_wait())),
            // One waiter, the usual case, needs no queue.
            Type::Other if first == port::truth(true) => self.state.set(waiter.as_obj()),
            // SAFETY: the type says it is a TaskQueue.
            Type::TaskQueue => unsafe { Gc::<TaskQueue>::from_obj(first) }.push(state, waiter),
            // It belongs to a gather or a callback.
            _ => return Some(Err(cannot_wait())),
        }
        waiter.data.set(self.as_obj());
        None
    }

    /// `state` as Python knows it: the one task that waits is in a TaskQueue from now on. Raises MemoryError.
    pub fn waiters(self) -> Obj {
        if port::type_of(self.state.get()) != Type::Task {
            return self.state.get();
        }
        let queue: Gc<TaskQueue> = port::new(Type::TaskQueue);
        // Only now, because finalisers may have changed it meanwhile.
        let waiter = self.state.get();
        if port::type_of(waiter) != Type::Task {
            return waiter;
        }
        // SAFETY: the type says it is a Task.
        let waiter = unsafe { Gc::<Task>::from_obj(waiter) };
        // Python may have put it elsewhere.
        if !waiter.is_linked() {
            queue.append(waiter);
        }
        self.state.set(queue.as_obj());
        queue.as_obj()
    }
}

/// Schedules a waiting Task, or a TaskQueue of them. Returns whether there was any.
pub fn wake(state: &State, waiters: Obj) -> bool {
    // SAFETY: the type says which of the two it is.
    unsafe {
        if matches!(port::type_of(waiters), Type::Task) {
            state.make_ready(Gc::from_obj(waiters));
            return true;
        }
        let queue = Gc::<TaskQueue>::from_obj(waiters);
        let mut any = false;
        // Python may have said that the scheduler's own queue waits.
        while let Some(waiter) = queue.pop_unless(&state.task_queue) {
            state.make_ready(waiter);
            any = true;
        }
        any
    }
}

fn cannot_wait() -> Raise {
    port::exception(Exception::RuntimeError, Some(c"can't wait"))
}

/// Waits for a task to end, from a Rust coroutine: `await task`.
pub struct Join(pub Gc<Task>);

impl Future for Join {
    type Output = Outcome;

    #[inline(never)]
    fn poll(self: Pin<&mut Self>, cx: &mut Context) -> Poll<Outcome> {
        let outcome = take_exception(cx).map(Err).or_else(|| self.0.wait());
        outcome.map_or(Poll::Pending, Poll::Ready)
    }
}
