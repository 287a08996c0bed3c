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

use crate::fifo::Fifo;
use crate::links::{Linked, Links, Place};
use crate::object::{Base, Gc, Obj, Raise, Result};
use crate::pairing_heap::Node;
use crate::port::{self, Exception, Type};
use crate::scheduler::{self, State};
use crate::task_queue::TaskQueue;
use crate::ticks::Instant;
use crate::{event::Event, flag::Flag, io_queue, lock::Lock};
use core::cell::{Cell, UnsafeCell};
use core::ffi::c_void;
use core::ptr::NonNull;

/// Eight words, as upstream's.
#[repr(C)]
pub struct Task {
    base: Base,
    links: UnsafeCell<Links<Task>>,
    pub coro: Cell<Obj>,
    pub data: Cell<Obj>,
    pub state: Cell<Obj>,
    /// When the task is due, and two flags.
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
    pub fn new(coro: Obj) -> Result<Gc<Task>> {
        let task: Gc<Task> = port::new(Type::Task)?;
        task.restart(coro);
        Ok(task)
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

    fn links(&self) -> &Links<Task> {
        // SAFETY: the library runs on one thread at a time; the reference does not outlive a look.
        unsafe { &*self.links.get() }
    }

    /// Whether the task is in a queue.
    #[inline]
    pub fn is_linked(&self) -> bool {
        self.links().is_linked()
    }

    pub fn is_in_heap(&self) -> bool {
        self.links().place() == Place::Heap
    }

    pub fn is_done(&self) -> bool {
        let state = self.state.get();
        state == port::none() || state == port::truth(false)
    }

    /// The outcome of a task that is done. Marks it as awaited, so that its exception is not reported.
    pub fn outcome(&self) -> Outcome {
        self.state.set(port::truth(false));
        if self.returned() {
            Ok(self.data.get())
        } else {
            Err(Raise(self.data.get()))
        }
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
                self.key.set(key);
            }
        }
    }
}

impl Gc<Task> {
    pub fn from_node(node: NonNull<Task>) -> Gc<Task> {
        // SAFETY: queues hold live tasks.
        unsafe { Gc::from_ptr(node) }
    }

    /// Makes sure that the task can be waited on.
    fn begin_wait(self, state: &State) -> Result<()> {
        if self.is_done() {
            // From now on it counts as awaited.
            self.state.set(port::truth(false));
            return Ok(());
        }
        let waiters = self.state.get();
        let can =
            waiters == port::truth(true) || matches!(port::type_of(waiters), Type::Task | Type::TaskQueue);
        if can && state.current.get() != Some(self) {
            Ok(())
        } else {
            // It belongs to a gather or a callback, or would wait for itself.
            Err(port::exception(Exception::RuntimeError, Some(c"can't wait")))
        }
    }

    /// Puts the current task in the line of those that wait for this task, which is not done.
    fn add_waiter(self, state: &State) -> Result<()> {
        let waiter = scheduler::current(state)?;
        let first = self.state.get();
        match port::type_of(first) {
            // One waiter, the usual case, needs no queue.
            Type::Other => self.state.set(waiter.as_obj()),
            Type::Task => {
                let queue = self.waiters_queue()?;
                queue.push(state, waiter);
            }
            // SAFETY: the type says it is a TaskQueue.
            _ => unsafe { Gc::<TaskQueue>::from_obj(first) }.push(state, waiter),
        }
        waiter.data.set(self.as_obj());
        Ok(())
    }

    /// The waiting task as a TaskQueue, as Python knows it.
    fn waiters_queue(self) -> Result<Gc<TaskQueue>> {
        let queue: Gc<TaskQueue> = port::new(Type::TaskQueue)?;
        // SAFETY: only called while `state` is the first waiter, which is in no other queue.
        let first = unsafe { Gc::<Task>::from_obj(self.state.get()) };
        queue.append(first);
        self.state.set(queue.as_obj());
        Ok(queue)
    }

    /// Schedules everything that waits for the end of this task. Returns whether there was anything.
    pub fn wake_waiters(self, state: &State) -> bool {
        let waiters = self.state.get();
        self.state.set(port::truth(false));
        match port::type_of(waiters) {
            Type::Task => {
                // SAFETY: the type says it is a Task.
                state.make_ready(unsafe { Gc::from_obj(waiters) });
                true
            }
            Type::TaskQueue => {
                // SAFETY: the type says it is a TaskQueue.
                let queue = unsafe { Gc::<TaskQueue>::from_obj(waiters) };
                let any = !queue.is_empty();
                while let Some(waiter) = queue.pop() {
                    state.make_ready(waiter);
                }
                any
            }
            _ => false,
        }
    }

    /// Takes a task out of what it waits on, as far as that is ours or has a `remove` method.
    ///
    /// Returns false when it waits on nothing.
    fn leave_queue(self, state: &State) -> Result<bool> {
        let data = self.data.get();
        // SAFETY: in each arm the type has been checked.
        unsafe {
            match port::type_of(data) {
                Type::Event => drop(Gc::<Event>::from_obj(data).waiting.remove(self)),
                Type::Lock => drop(Gc::<Lock>::from_obj(data).waiting.remove(self)),
                Type::Flag => Gc::<Flag>::from_obj(data).remove(state, self),
                Type::TaskQueue => drop(Gc::<TaskQueue>::from_obj(data).remove(self)),
                Type::IoQueue => io_queue::remove(state, self),
                Type::Gather => {}
                _ if data != port::none() && port::has(data, port::Name::Remove) => {
                    port::call_method(data, port::Name::Remove, &[self.as_obj()])?;
                }
                _ => return Ok(false),
            }
        }
        Ok(true)
    }

    /// `Task.cancel()`: false if the task is done, else CancelledError is raised in it at its next turn.
    pub fn cancel(self) -> Result<bool> {
        let state = scheduler::state();
        if self.is_done() {
            return Ok(false);
        }
        if state.current.get() == Some(self) {
            return Err(port::exception(Exception::RuntimeError, Some(c"can't cancel self")));
        }
        // A task that waits for another one is cancelled through that one. Tasks that wait for each other in a ring
        // would never end: the walk stops when it has met a task twice (Brent's method).
        let mut task = self;
        let (mut anchor, mut steps, mut limit) = (self, 0u32, 1u32);
        while let Some(next) = task.waits_for_task() {
            task = next;
            if task == anchor {
                break;
            }
            steps += 1;
            if steps == limit {
                (anchor, steps, limit) = (task, 0, limit * 2);
            }
        }
        if state.current.get() == Some(task) {
            // A task that cancels one that waits for it goes on, as upstream's does.
            return Ok(true);
        }
        if task.waits_for_task().is_some() {
            task.leave_task();
            state.make_ready(task);
        } else if task.leave_queue(state)? {
            state.make_ready(task);
        } else {
            // Runnable already, or asleep: then it wakes now.
            state.wake_sleeper(task);
        }
        task.data.set(port::cancelled_error());
        Ok(true)
    }

    /// Takes the task out of the queue it is in, which is one of ours, the scheduler's, or unknown. False if unknown.
    pub fn unlink(self, state: &State) -> bool {
        if state.task_queue.remove(self) {
            state.forget(self);
        } else if self.waits_for_task().is_some() {
            self.leave_task();
        } else if port::type_of(self.data.get()) != Type::Other {
            // Only a foreign object's `remove` can fail.
            let _ = self.leave_queue(state);
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

/// Waits for a task to end, from a Rust coroutine: `await task`.
pub async fn join(task: Gc<Task>) -> Outcome {
    let state = scheduler::state();
    task.begin_wait(state)?;
    while !task.is_done() {
        task.add_waiter(state)?;
        crate::coroutine::suspend().await?;
    }
    task.outcome()
}

/// A line of waiting tasks, first come, first served.
#[derive(Default)]
#[repr(transparent)]
pub struct Waiting(UnsafeCell<Fifo<Task>>);

impl Waiting {
    /// No reference to the list outlives one operation, and no operation runs foreign code.
    #[allow(clippy::mut_from_ref)]
    fn list(&self) -> &mut Fifo<Task> {
        // SAFETY: the library runs on one thread at a time, and see above.
        unsafe { &mut *self.0.get() }
    }

    pub fn is_empty(&self) -> bool {
        self.list().is_empty()
    }

    pub fn first(&self) -> Option<Gc<Task>> {
        self.list().front().map(Gc::from_node)
    }

    pub fn last(&self) -> Option<Gc<Task>> {
        self.list().back().map(Gc::from_node)
    }

    /// Moves all of another line here, where nobody waits.
    pub fn take_over(&self, other: &Waiting) {
        *self.list() = core::mem::take(other.list());
    }

    pub fn append(&self, task: Gc<Task>) {
        // SAFETY: the task is in no queue, which all callers see to, and lives while it is in one: the collector finds it.
        unsafe { self.list().push_back(task.as_non_null()) };
    }

    /// Adds a task before those at the end of the line for which `goes_before` is true.
    pub fn append_by(&self, task: Gc<Task>, goes_before: impl Fn(Gc<Task>) -> bool) {
        let mut after = self.last();
        while let Some(other) = after.filter(|&other| goes_before(other)) {
            after = NonNull::new(other.links().prev).map(Gc::from_node);
        }
        // SAFETY: the task is in no queue; the other one is in this line.
        unsafe { self.list().insert_after(after.map(Gc::as_non_null), task.as_non_null()) };
    }

    pub fn pop(&self) -> Option<Gc<Task>> {
        self.list().pop_front().map(Gc::from_node)
    }

    /// False if the task is not in this line.
    pub fn remove(&self, task: Gc<Task>) -> bool {
        // SAFETY: the task is alive.
        unsafe { self.list().remove(task.as_non_null()) }
    }
}

/// `Task(coro)`.
#[no_mangle]
pub extern "C" fn uasyncio_task_new(coro: Obj) -> Obj {
    scheduler::give(Task::new(coro).map(Gc::as_obj))
}

/// `task.done()`.
///
/// # Safety
/// `task` is a Task.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_task_done(task: Obj) -> Obj {
    port::truth(scheduler::this::<Task>(task, Type::Task).is_done())
}

/// `task.cancel()`. Raises RuntimeError for the running task, and what a foreign queue's `remove` raises.
///
/// # Safety
/// `task` is a Task.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_task_cancel(task: Obj) -> Obj {
    scheduler::give(scheduler::this::<Task>(task, Type::Task).cancel().map(port::truth))
}

/// `next(task)`: one step of an await. Raises the exception of a task that failed, and RuntimeError for
/// one that cannot be waited on.
///
/// # Safety
/// `task` is a Task.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_task_next(task: Obj) -> *mut c_void {
    let task = Gc::<Task>::from_obj(task);
    let step = if task.is_done() {
        task.outcome().map(Some)
    } else {
        let state = scheduler::state();
        task.begin_wait(state).and_then(|()| task.add_waiter(state)).map(|()| None)
    };
    match step {
        Ok(None) => port::none().as_ptr(),
        Ok(Some(value)) => port::stop(value),
        Err(exception) => port::raise(exception),
    }
}

/// `task.coro`.
///
/// # Safety
/// `task` is a Task.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_task_coro(task: Obj) -> Obj {
    Gc::<Task>::from_obj(task).coro.get()
}

/// `task.data`: None while the task runs or sleeps, what it waits for, or, when it is done, its exception, which is a
/// StopIteration if it returned. Allocates in that case.
///
/// # Safety
/// `task` is a Task.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_task_data(task: Obj) -> Obj {
    let task = Gc::<Task>::from_obj(task);
    let data = task.data.get();
    if task.is_done() && task.returned() {
        port::new_stop_iteration(data)
    } else {
        data
    }
}

/// `task.data = data`, for code that makes its own waiting queues.
///
/// # Safety
/// `task` is a Task.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_task_set_data(task: Obj, data: Obj) {
    let task = Gc::<Task>::from_obj(task);
    if !task.is_done() {
        task.data.set(data);
    } else {
        let is_value =
            port::is_exception_instance(data) && port::is_exception(Raise(data), Exception::StopIteration);
        task.set_outcome(if is_value { Ok(port::stop_value(Raise(data))) } else { Err(Raise(data)) });
    }
}

/// `task.state`: None (done, not awaited), False (done and awaited), True (not done), or what its end wakes. Allocates
/// when a single task waits.
///
/// # Safety
/// `task` is a Task.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_task_state(task: Obj) -> Obj {
    let task = Gc::<Task>::from_obj(task);
    let state = task.state.get();
    if port::type_of(state) == Type::Task {
        scheduler::give(task.waiters_queue().map(Gc::as_obj))
    } else {
        state
    }
}

/// `task.state = state`; a callable is called with the task and its exception when the task ends.
///
/// # Safety
/// `task` is a Task.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_task_set_state(task: Obj, state: Obj) {
    Gc::<Task>::from_obj(task).state.set(state);
}

/// `task.ph_key`: the tick at which the task is or was due, in milliseconds as `time.ticks_ms()`.
///
/// # Safety
/// `task` is a Task.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_task_ph_key(task: Obj) -> Obj {
    port::int(Gc::<Task>::from_obj(task).due().to_ticks(port::ticks_mask()) as isize)
}
