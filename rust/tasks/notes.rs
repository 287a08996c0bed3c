//! What only some tasks have, and the eight words of a Task have no place for: a name, how often it was cancelled.

use crate::host::object::{Gc, MaybeObj, Obj, Raise};
use crate::host::port::{self, Type};
use crate::tasks::observer::{Kind, Observer};
use crate::tasks::state::state;
use crate::tasks::task::Task;
use core::cell::Cell;

#[repr(C)]
pub struct Notes {
    observer: Observer,
    /// A str, or the number of a task that nobody has named.
    pub name: Cell<Option<Obj>>,
    /// `cancel` less `uncancel`.
    pub cancels: Cell<usize>,
    /// It was ready when it was cancelled: until its turn the last message counts, and the cancellation can be taken back. Who was
    /// taken out of a wait gets the first one.
    was_ready: Cell<bool>,
}

static NOTES: Kind = Kind(None);

fn count_cancel(task: Gc<Task>) {
    if let Some(notes) = task.notes() {
        notes.cancels.set(notes.cancels.get() + 1);
        if task.has_exception() {
            task.take_back(notes);
        } else {
            notes.was_ready.set(task.line() == Some(state().task_queue.owner()));
        }
    }
}

impl Gc<Task> {
    /// Whether a CancelledError is what it gets at its next turn.
    fn has_exception(self) -> bool {
        let pending = self.data.get();
        pending != port::none() && port::is_cancelled(Raise(pending))
    }

    /// How often it was cancelled, as far as it was counted, and nobody has answered that.
    pub fn cancels(self) -> usize {
        self.notes().map_or(0, |notes| notes.cancels.get())
    }

    /// Takes back the exception that a task has got that was ready anyway.
    fn take_back(self, notes: Gc<Notes>) {
        if notes.was_ready.get() {
            self.data.set(port::none());
        }
    }

    /// A cancellation was answered by whoever asked for it, and does not count any more. How many are left. With the last one goes
    /// what the task has not learned of yet.
    pub fn uncancel(self) -> usize {
        self.notes().map_or(0, |notes| {
            let left = notes.cancels.get().saturating_sub(1);
            notes.cancels.set(left);
            if left == 0 && !self.is_done() && self.has_exception() {
                self.take_back(notes);
            }
            left
        })
    }

    /// What is noted of the task, if anything.
    pub fn notes(self) -> Option<Gc<Notes>> {
        // SAFETY: what `make_notes` makes is of that kind, and nothing else is.
        self.find_observer(&NOTES).map(|notes| unsafe { Gc::from_obj(notes.as_obj()) })
    }

    /// The same, with a place to note something. Raises MemoryError. Allocates for the first note.
    pub fn make_notes(self) -> Gc<Notes> {
        if let Some(notes) = self.notes() {
            return notes;
        }
        let new: Gc<Notes> = port::new(Type::Observer);
        new.observer.init(&NOTES);
        state().count_cancel.set(Some(count_cancel));
        // A finaliser, which an allocation may run, may have noted something.
        if let Some(notes) = self.notes() {
            return notes;
        }
        // SAFETY: it begins with its observer.
        self.keep(unsafe { Gc::from_obj(new.as_obj()) });
        new
    }

    /// Names it, or leaves it as it is. Raises MemoryError. Allocates for the first note.
    pub fn set_name(self, name: MaybeObj) {
        if name.is_some() {
            self.make_notes().name.set(name);
        }
    }
}
