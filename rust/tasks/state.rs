//! What the scheduler works on: the queue of tasks, the task that runs, and the clock.

use crate::host::object::{Gc, MaybeObj, Obj};
use crate::host::port::{self, Exception, Name, Type};
use crate::host::text::text;
use crate::queues::ticks::Instant;
use crate::queues::weak_list::WeakList;
use crate::tasks::replaceable::Replaceable;
use crate::tasks::task::{Future, Owner, Task};
use crate::tasks::task_queue::TaskQueue;
use core::cell::Cell;
use core::ptr::NonNull;

/// The state of this floor, in words that the host keeps for it and the collector scans. All zero at start.
///
/// The state of each floor above begins with that of the floor below it, at the same address.
#[repr(C)]
pub struct State {
    // What `core` has under some of its names (see `place`).
    /// What a program has put in the place of `core.create_task`.
    pub create_task: Cell<MaybeObj>,
    /// The task that runs.
    pub current: Cell<Option<Gc<Task>>>,
    pub stop_task: Cell<Option<Gc<Task>>>,
    pub task_queue: Replaceable<TaskQueue>,
    /// An IOQueue, of which this floor knows no more.
    pub io_queue: Cell<MaybeObj>,
    /// `core._exc_context`, from the moment on when a program has got hold of it.
    pub exc_context: Cell<MaybeObj>,

    pub own_task_queue: TaskQueue,
    /// Takes a task out of a line that belongs to no TaskQueue.
    pub leave_line: Cell<Option<LeaveLine>>,
    /// Notes that a task is cancelled. Set when something is noted of the first task, so that it costs nothing where nobody asks.
    pub count_cancel: Cell<Option<CountCancel>>,
    /// What comes behind all who are ready, when the next round begins: a line that nobody waits in until one asks for that.
    pub next_round: Cell<Option<Gc<TaskQueue>>>,
    /// How observers are told. Set by the first of them, so that it costs nothing where there are none.
    pub telling: Cell<Option<&'static Telling>>,
    /// The current task was just resumed from a shared awaitable, which is asked next.
    pub resumed: Cell<bool>,
    /// Python code has put tasks into a queue itself, perhaps with times: every time counts from now on.
    pub exact_times: Cell<bool>,
    /// Who is told of each turn, if anybody is.
    pub turns: Cell<MaybeObj>,
    /// All of them, if the host tells of those that it frees.
    pub futures: WeakList<Future>,
    /// The last task of the round.
    round_end: Cell<Option<Gc<Task>>>,
    /// The last reading of the clock.
    clock: Cell<Instant>,
}

/// See `telling`.
pub struct Telling {
    /// A task has ended, and this is the chain with its observers. What is behind them, and whether anybody was woken who waited.
    pub ended: fn(&State, Gc<Task>, Obj) -> (Obj, bool),
    /// A task that is done has its turn. Whether its exception is none to be reported.
    pub tell: fn(&State, Gc<Task>) -> bool,
}

/// See `count_cancel`.
pub type CountCancel = fn(Gc<Task>);

/// Lines belong to objects of the floors above.
pub type LeaveLine = fn(Owner, Gc<Task>);

const _: () = {
    let places = Name::ExcContext as usize - Name::CreateTask as usize;
    assert!(core::mem::offset_of!(State, exc_context) == places * core::mem::size_of::<usize>());
};

#[inline]
pub fn state() -> &'static State {
    // SAFETY: the host keeps the state's words for ever, zeroed at start, and all-zero is a valid State: null pointers,
    // None, false, the clock's zero.
    unsafe { &*port::state().cast::<State>() }
}

/// The state of a floor above: its words follow those of the floor below, and it is as good as that one's.
macro_rules! state_above {
    ($below:ty) => {
        #[inline]
        pub fn state() -> &'static State {
            // SAFETY: the host keeps the words of the uppermost floor's state, of which this is the beginning, for ever;
            // zeroed at start, and all-zero is a valid State.
            unsafe { &*crate::host::port::state().cast::<State>() }
        }

        impl core::ops::Deref for State {
            type Target = $below;

            #[inline]
            fn deref(&self) -> &$below {
                &self.below
            }
        }
    };
}
pub(crate) use state_above;

/// Raises what is raised outside of a task.
pub fn no_task() -> ! {
    port::fail(Exception::RuntimeError, text!("no running event loop"))
}

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

    /// The task that runs. Raises RuntimeError when none does; one that is done, whose callback runs, waits for nothing.
    pub fn current(&self) -> Gc<Task> {
        match self.current.get() {
            Some(task) if !task.is_done() => task,
            _ => no_task(),
        }
    }

    /// Schedules a task for its turn in this or the next round. It waits for nothing else any more.
    #[inline]
    pub fn make_ready(&self, task: Gc<Task>) {
        self.push(self.task_queue.in_use(), task);
    }

    /// Schedules a new task behind all who become ready in this round. Raises MemoryError. Allocates the first time.
    pub fn make_ready_late(&self, task: Gc<Task>) {
        let queue = self.next_round.get().unwrap_or_else(|| port::new(Type::TaskQueue));
        self.next_round.set(Some(queue));
        self.push(queue, task);
    }

    /// Lets a new task have its turn before all others.
    pub fn make_next(&self, task: Gc<Task>) {
        task.set_due_before_sleepers(self.clock.get());
        self.task_queue.in_use().prepend(task);
    }

    /// Lets a task that is done have a turn, to tell or to report its end.
    pub fn take_turn(&self, task: Gc<Task>) {
        let data = task.data.get();
        self.make_ready(task);
        task.data.set(data);
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

    /// Adds a task that is due now to a queue; it waits for nothing else.
    pub fn push(&self, queue: Gc<TaskQueue>, task: Gc<Task>) {
        if !self.detach(task) {
            return;
        }
        task.data.set(port::none());
        // While nothing sleeps the clock need not be read: every sleeper that comes later is due later. The last reading
        // must not be compared: it may be older than half the clock's period.
        if queue.has_sleepers() || self.exact_times.get() {
            task.set_due(self.read_clock());
        } else {
            task.set_due_before_sleepers(self.clock.get());
        }
        queue.append(task);
    }

    /// Adds a task that is due at `due` to a queue; it waits for nothing else.
    pub fn push_at(&self, queue: Gc<TaskQueue>, task: Gc<Task>, due: Instant) {
        if !self.detach(task) {
            return;
        }
        task.data.set(port::none());
        task.set_due(due);
        if self.read_clock().is_before(due) {
            queue.insert(task);
        } else {
            queue.append_overdue(task);
        }
    }

    /// Takes a task out of the queue it is in, if any, so that it can be put in another one. False if that queue is a
    /// foreign one that cannot be found: then the task has to stay there.
    #[inline]
    pub fn detach(&self, task: Gc<Task>) -> bool {
        !task.is_linked() || self.unlink(task)
    }

    /// Takes a task out of whatever holds it. False if that is a foreign queue that cannot be found.
    ///
    /// The links say what holds it. What `data` says is what Python wants to see there.
    pub fn unlink(&self, task: Gc<Task>) -> bool {
        if let Some(line) = task.line() {
            if self.round_end.get() == Some(task) {
                // The round goes on to the one before it.
                self.round_end.set(NonNull::new(task.links().prev).map(Gc::from_node));
            }
            // SAFETY: lines are named by an object.
            let owner = unsafe { Gc::<Task>::from_ptr(line) }.as_obj();
            if port::type_of(owner) == Type::TaskQueue {
                // SAFETY: the type says it is a TaskQueue.
                unsafe { Gc::<TaskQueue>::from_obj(owner) }.remove(task);
            } else if let Some(leave) = self.leave_line.get() {
                leave(line, task);
            }
        } else if !self.task_queue.remove(task) && port::type_of(task.data.get()) == Type::TaskQueue {
            // SAFETY: as above.
            unsafe { Gc::<TaskQueue>::from_obj(task.data.get()) }.remove(task);
        }
        !task.is_linked()
    }

    /// Begins a round: all who are ready now have a turn in it.
    pub fn begin_round(&self, queue: Gc<TaskQueue>) {
        self.round_end.set(queue.last_ready());
    }

    pub fn is_in_round(&self) -> bool {
        self.round_end.get().is_some()
    }

    /// Ends the round, whatever its last task is: the program has changed what the loop works on.
    pub fn end_round(&self) {
        self.round_end.set(None);
    }

    /// A task gets its turn: with the last one the round ends.
    #[inline]
    pub fn forget(&self, task: Gc<Task>) {
        if self.round_end.get() == Some(task) {
            self.round_end.set(None);
        }
    }
}
