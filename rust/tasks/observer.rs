//! What is told when a task ends, and is neither a task that waits for it nor a callable of the program's.
//!
//! The `state` of a task that is not done is a chain: any number of observers that share it with others, in front of the
//! one thing that upstream has there: True, those who wait, a callable, or an observer that shares with nobody.

use crate::host::object::{Base, Gc, MaybeObj, Obj};
use crate::host::port::{self, Type};
use crate::tasks::state::State;
use crate::tasks::task::{Outcome, Task};
use core::cell::Cell;

/// What such an object begins with.
#[repr(C)]
pub struct Observer {
    base: Base,
    told: Cell<Option<Told>>,
    /// What was there before this one. None of an observer that shares with nobody; it may be told of many tasks.
    next: Cell<MaybeObj>,
}

/// A task has ended. Whether its exception is taken care of; if nobody does, it is reported. Raises nothing.
pub type Told = fn(&State, Gc<Observer>, Gc<Task>, Outcome) -> bool;

impl Observer {
    /// Done with a new one, before anything can be told.
    pub fn init(&self, told: Told) {
        self.told.set(Some(told));
    }

    /// Whether this is what it calls.
    pub fn is_told_by(&self, told: Told) -> bool {
        self.told.get().is_some_and(|own| core::ptr::fn_addr_eq(own, told))
    }

    pub fn next(&self) -> MaybeObj {
        self.next.get()
    }
}

impl Gc<Observer> {
    pub fn tell(self, state: &State, task: Gc<Task>, outcome: Outcome) -> bool {
        self.told.get().is_some_and(|told| told(state, self, task, outcome))
    }
}

/// What an object is if it is an observer.
pub fn observer(object: Obj) -> Option<Gc<Observer>> {
    // SAFETY: the type says so.
    (port::type_of(object) == Type::Observer).then(|| unsafe { Gc::from_obj(object) })
}

impl Task {
    /// The place behind the observers that share.
    pub fn end_of_observers(&self) -> &Cell<Obj> {
        let mut place = &self.state;
        // The usual case is one look.
        if place.get() == port::truth(true) {
            return place;
        }
        while let Some(next) = observer(place.get()).and_then(next_place) {
            place = next;
        }
        place
    }
}

/// The place of what is behind an observer that shares.
fn next_place<'a>(observer: Gc<Observer>) -> Option<&'a Cell<Obj>> {
    observer.next.get()?;
    // SAFETY: there is an object in it, and the observer is alive as long as the task whose place is looked for.
    Some(unsafe { &*(&raw const observer.next).cast::<Cell<Obj>>() })
}

impl Gc<Task> {
    /// Lets an observer be told of the end of the task, which is not done, behind those that are told already. It is a new
    /// one, and of this task only.
    pub fn observe(self, observer: Gc<Observer>) {
        let place = self.end_of_observers();
        observer.next.set(Some(place.get()));
        place.set(observer.as_obj());
    }

    /// Lets an observer be told no more. Does nothing if it is not there.
    pub fn forget_observer(self, observer_: Gc<Observer>) {
        let mut place = &self.state;
        while let Some(other) = observer(place.get()) {
            if other == observer_ {
                if let Some(next) = other.next.take() {
                    place.set(next);
                }
                return;
            }
            let Some(next) = next_place(other) else { return };
            place = next;
        }
    }
}
