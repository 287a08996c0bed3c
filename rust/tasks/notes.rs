//! What only some tasks have, and the eight words of a Task have no place for: a name, callbacks, how often it was cancelled.
//!
//! It is an observer of the task. When the task ends it takes the place of the coroutine, which nobody runs any more, and
//! keeps that.

use crate::host::object::{Gc, MaybeObj, Obj};
use crate::host::port::{self, Type};
use crate::tasks::observer::{observer, Observer};
use crate::tasks::state::{state, State};
use crate::tasks::task::{Outcome, Task};
use core::cell::Cell;

#[repr(C)]
pub struct Notes {
    observer: Observer,
    /// A str, or the number of a task that nobody has named.
    pub name: Cell<Option<Obj>>,
    /// A list, in the order in which they are called.
    pub callbacks: Cell<Option<Obj>>,
    /// The task that calls them, made before it is needed: at the end of a task nothing may fail.
    pub caller: Cell<Option<Gc<Task>>>,
    /// `cancel` less `uncancel`.
    pub cancels: Cell<usize>,
    /// The coroutine of a task that is done.
    coro: Cell<Option<Obj>>,
}

fn task_done(state: &State, observer: Gc<Observer>, task: Gc<Task>, _outcome: Outcome) -> bool {
    let Some(notes) = as_notes(observer.as_obj()) else { return false };
    notes.replace_coro(task);
    let caller = notes.caller.take();
    if let Some(caller) = caller {
        state.make_ready(caller);
    }
    // With a callback the exception is its business, as with a callable that is a task's `state`.
    caller.is_some()
}

fn as_notes(object: Obj) -> Option<Gc<Notes>> {
    let observer = observer(object)?;
    // SAFETY: what `make` makes is told by this function, and nothing else is.
    observer.is_told_by(task_done).then(|| unsafe { Gc::from_obj(object) })
}

fn count_cancel(task: Gc<Task>) {
    if let Some(notes) = task.notes() {
        notes.cancels.set(notes.cancels.get() + 1);
    }
}

impl Gc<Notes> {
    fn replace_coro(self, task: Gc<Task>) {
        // A task that was done by Python's word alone may be so for the second time.
        self.coro.set(Some(task.coroutine()));
        task.coro.set(self.as_obj());
    }
}

impl Gc<Task> {
    /// A cancellation was answered by whoever asked for it, and does not count any more. How many are left.
    pub fn uncancel(self) -> usize {
        self.notes().map_or(0, |notes| {
            let left = notes.cancels.get().saturating_sub(1);
            notes.cancels.set(left);
            left
        })
    }

    /// What is noted of the task, if anything.
    pub fn notes(self) -> Option<Gc<Notes>> {
        if self.is_done() {
            return as_notes(self.coro.get());
        }
        let mut object = self.state.get();
        loop {
            let found = as_notes(object);
            if found.is_some() {
                return found;
            }
            object = observer(object)?.next()?;
        }
    }

    /// The same, with a place to note something. Raises MemoryError. Allocates for the first note.
    pub fn make_notes(self) -> Gc<Notes> {
        if let Some(notes) = self.notes() {
            return notes;
        }
        let new: Gc<Notes> = port::new(Type::Observer);
        new.observer.init(task_done);
        state().count_cancel.set(Some(count_cancel));
        // A finaliser, which an allocation may run, may have noted something.
        if let Some(notes) = self.notes() {
            return notes;
        }
        if self.is_done() {
            new.replace_coro(self);
        } else {
            // SAFETY: it begins with its observer.
            self.observe(unsafe { Gc::from_obj(new.as_obj()) });
        }
        new
    }

    /// Names it, or leaves it as it is. Raises MemoryError. Allocates for the first note.
    pub fn set_name(self, name: MaybeObj) {
        if name.is_some() {
            self.make_notes().name.set(name);
        }
    }

    /// The coroutine as the program gave it.
    pub fn coroutine(self) -> Obj {
        let coro = self.coro.get();
        as_notes(coro).and_then(|notes| notes.coro.get()).unwrap_or(coro)
    }
}
