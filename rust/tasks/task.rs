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
//!
//! A Future is a task whose `coro` is the task itself.

use crate::host::object::{begin, Base, Gc, Obj, Raise, Result};
use crate::host::port::{self, Type};
use crate::queues::links::{Linked, Links, Place};
use crate::queues::pairing_heap::{Node, PairingHeap};
use crate::queues::ticks::Instant;
use crate::queues::weak_list::{Listed, WeakLinks};
use core::cell::{Cell, UnsafeCell};
use core::ptr::NonNull;

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

/// A task without a coroutine. Somebody says how it ends, and the loop never runs it.
#[repr(C)]
pub struct Future {
    pub task: Task,
    /// Of the list of all futures.
    listed: WeakLinks<Future>,
}

impl Listed for Future {
    fn links(&self) -> &WeakLinks<Future> {
        &self.listed
    }
}

const _: () = assert!(core::mem::size_of::<Task>() == 8 * core::mem::size_of::<usize>());

/// How a task ended.
pub type Outcome = Result;

/// What names a line of tasks: the object by which the collector finds it.
pub type Owner = NonNull<Task>;

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

    /// Whether this is a Future that is not done.
    pub fn is_future(&self) -> bool {
        self.coro.get().as_ptr() == core::ptr::from_ref(self).cast_mut().cast()
    }

    /// Begins the life of a task that is new, or done and in no queue.
    pub fn restart(&self, coro: Obj) {
        begin(&self.coro, coro);
        begin(&self.data, port::none());
        begin(&self.state, port::truth(true));
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

    pub fn is_in_shared_awaitable(&self) -> bool {
        self.key.get() & IN_SHARED_AWAITABLE != 0
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

    /// Tasks by which the rest of what the task is in is reached from it: in a line the next one, in a heap two below.
    pub fn behind(&self) -> [Option<Gc<Task>>; 2] {
        if self.is_in_heap() {
            return PairingHeap::below(self).map(|node| node.map(Gc::from_node));
        }
        [self.next(), None]
    }

    pub fn is_in_heap(&self) -> bool {
        self.links().place() == Place::Heap
    }

    pub fn is_done(&self) -> bool {
        let state = self.state.get();
        state == port::none() || state == port::truth(false)
    }

    /// Whether the task is done, and has no turn left in which its exception would be reported.
    pub fn is_over(&self) -> bool {
        // The usual one is in a queue: that is asked first.
        !self.is_linked() && self.is_done()
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

    /// How a task that is done has ended.
    pub fn end(&self) -> Outcome {
        let data = self.data.get();
        if self.returned() {
            Ok(data)
        } else {
            Err(Raise(data))
        }
    }

    /// How long the traceback was, in words, when the task failed.
    pub fn noted_traceback(&self) -> usize {
        self.key.get() >> 2
    }

    /// Keeps in mind how long the traceback of the task's exception is.
    pub fn note_traceback(&self) {
        self.key.set(port::cut_traceback(self.data.get(), usize::MAX) << 2);
    }
}

impl Gc<Task> {
    pub fn from_node(node: NonNull<Task>) -> Gc<Task> {
        // SAFETY: queues hold live tasks.
        unsafe { Gc::from_ptr(node) }
    }
}
