//! Telling the observers of a task that it has ended.
//!
//! Each is told at its place among those whom the end makes ready: in a turn that the task gets once more. An observer that has come
//! when others waited already is behind them, and so is its turn, which another task gets for that. So everybody learns of the end
//! in the order in which they have come, as from CPython's callbacks.

use crate::host::object::{Gc, Obj, Raise};
use crate::host::port::{self, Type};
use crate::tasks::observer::{self, chain, Kind, Observer};
use crate::tasks::state::{state, State, Telling};
use crate::tasks::task::Task;
use crate::tasks::task_queue::TaskQueue;
use crate::tasks::{finish, join};
use core::cell::Cell;

/// Stands in the chain for those who wait, in front of an observer that has come after them.
#[repr(C)]
struct Waiters {
    observer: Observer,
    /// The task that they wait for, or waited for: it may be done.
    task: Cell<Option<Gc<Task>>>,
    /// A TaskQueue. None behind a task that is done.
    queue: Cell<Option<Gc<TaskQueue>>>,
    /// In its turn those are told who are behind.
    teller: Cell<Option<Gc<Task>>>,
}

static WAITERS: Kind = Kind(None);

fn as_waiters(observer: Gc<Observer>) -> Option<Gc<Waiters>> {
    // SAFETY: what `new_waiters` makes is of that kind, and nothing else is.
    observer.is(&WAITERS).then(|| unsafe { Gc::from_obj(observer.as_obj()) })
}

/// Those who stand in the chain where an observer is.
pub fn waiters(observer: Gc<Observer>) -> Option<Gc<TaskQueue>> {
    as_waiters(observer)?.queue.get()
}

static TELLING: Telling = Telling { ended, tell };

impl Gc<Task> {
    /// Puts an observer that only keeps something in front of the others. It is a new one, and of this task only.
    pub fn keep(self, observer: Gc<Observer>) {
        state().telling.set(Some(&TELLING));
        let first = self.observers();
        observer.set_next(first.get());
        first.set(observer.as_obj());
    }

    /// Lets an observer be told of the end of the task, behind those that are told or wait already. It is a new one, and of this
    /// task only. Raises MemoryError. Allocates when somebody waits already, or the task is done.
    pub fn observe(self, observer: Gc<Observer>) {
        state().telling.set(Some(&TELLING));
        // Several waiters may leave one another's line, so that a single one is in a line, too.
        let tail = if self.is_done() { port::none() } else { self.waiters() };
        // SAFETY: the type says so.
        let queue =
            (port::type_of(tail) == Type::TaskQueue).then(|| unsafe { Gc::<TaskQueue>::from_obj(tail) });
        let queue = queue.filter(|queue| !queue.is_empty());
        if !self.is_done() && queue.is_none() {
            let place = self.end_of_observers();
            observer.set_next(place.get());
            place.set(observer.as_obj());
            return;
        }
        let waiters = new_waiters(self);
        if self.is_done() {
            observer.set_next(port::none());
            waiters.observer.set_next(observer.as_obj());
            if let Some(teller) = waiters.teller.get() {
                state().take_turn(teller);
            }
            return;
        }
        let place = self.end_of_observers();
        if place.get() != tail {
            // A finaliser, which an allocation may run, has changed it.
            return self.observe(observer);
        }
        waiters.queue.set(queue);
        place.set(waiters.as_obj());
        waiters.observer.set_next(observer.as_obj());
        observer.set_next(port::truth(true));
    }
}

/// Raises MemoryError.
fn new_waiters(task: Gc<Task>) -> Gc<Waiters> {
    let waiters: Gc<Waiters> = port::new(Type::Observer);
    waiters.observer.init(&WAITERS);
    waiters.task.set(Some(task));
    let teller = Task::new(waiters.as_obj());
    teller.set_outcome(Ok(port::none()));
    teller.state.set(port::truth(false));
    waiters.teller.set(Some(teller));
    waiters
}

/// A task that has observers has ended. Gives those their turns who are to be told, and wakes those who wait between them. What is
/// behind them all, and whether anybody was woken.
fn ended(state: &State, task: Gc<Task>, first: Obj) -> (Obj, bool) {
    let (mut teller, mut has_turn, mut awaited) = (task, false, false);
    let coro = task.coro.replace(first);
    let tail = observer::end_of_chain(&task.coro).replace(coro);
    for observer in chain(first) {
        if let Some(waiters) = as_waiters(observer) {
            let woken = waiters
                .queue
                .get()
                .is_some_and(|queue| join::wake(state, queue.as_obj(), finish::passed_on(task.end())));
            awaited |= woken;
            teller = waiters.teller.get().unwrap_or(teller);
            has_turn = false;
        } else if observer.is_told() && !has_turn {
            state.take_turn(teller);
            has_turn = true;
        }
    }
    (tail, awaited)
}

/// The next one to be told in the turn of a task.
fn next(of: &Cell<Obj>) -> Option<Gc<Observer>> {
    let mut place = of;
    loop {
        let observer = observer::observer(place.get()).filter(|&observer| as_waiters(observer).is_none())?;
        let behind = observer.next_place()?;
        if observer.is_told() {
            place.set(behind.get());
            return Some(observer);
        }
        place = behind;
    }
}

/// The turn of a task that is done: tells those whose turn it is. Whether that was all, and nothing is to be reported. Raises what
/// callbacks and the exception handler raise.
fn tell(state: &State, turn: Gc<Task>) -> bool {
    let Some(first) = observer::observer(turn.coro.get()) else { return false };
    let (task, of) = match (as_waiters(first), first.next_place()) {
        (Some(waiters), Some(behind)) if waiters.teller.get() == Some(turn) => {
            (waiters.task.get().unwrap_or(turn), behind)
        }
        _ => (turn, &turn.coro),
    };
    // When one raises what ends the loop, the others are told when it is run again.
    state.take_turn(turn);
    while let Some(observer) = next(of) {
        if observer.tell(state, task, task.end()) && task.state.get() == port::none() {
            task.state.set(port::truth(false));
        }
    }
    state.unlink(turn);
    if turn.returned() {
        return true;
    }
    turn.note_traceback();
    port::is_cancelled(Raise(turn.data.get()))
}
