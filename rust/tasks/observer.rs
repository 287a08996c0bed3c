//! What is told when a task ends, and is neither a task that waits for it nor a callable of the program's.
//!
//! The `state` of a task that is not done is a chain: any number of observers that share it with others, in front of the
//! one thing that upstream has there: True, those who wait, a callable, or an observer that shares with nobody. When the task
//! is done, those that are yet to be told, and those that are there to stay, stand in front of its coroutine.

use crate::host::object::{Base, Gc, MaybeObj, Obj};
use crate::host::port::{self, Type};
use crate::tasks::state::State;
use crate::tasks::task::{Outcome, Task};
use core::cell::Cell;

/// What such an object begins with.
#[repr(C)]
pub struct Observer {
    base: Base,
    kind: Cell<Option<&'static Kind>>,
    /// What was there before this one. None of an observer that shares with nobody; it may be told of many tasks.
    next: Cell<MaybeObj>,
}

/// What kind of observer it is, by its address; and what is called when the task has ended. None of one that only keeps something.
pub struct Kind(pub Option<Told>);

/// A task has ended. Whether its exception is taken care of; if nobody does, it is reported.
pub type Told = fn(&State, Gc<Observer>, Gc<Task>, Outcome) -> bool;

impl Observer {
    /// Done with a new one, before anything can be told.
    pub fn init(&self, kind: &'static Kind) {
        self.kind.set(Some(kind));
    }

    pub fn is(&self, kind: &'static Kind) -> bool {
        self.kind.get().is_some_and(|own| core::ptr::eq(own, kind))
    }

    fn told(&self) -> Option<Told> {
        self.kind.get()?.0
    }

    /// Whether there is anything to tell it.
    pub fn is_told(&self) -> bool {
        self.told().is_some()
    }

    pub fn next(&self) -> MaybeObj {
        self.next.get()
    }

    pub fn set_next(&self, next: Obj) {
        self.next.set(Some(next));
    }
}

impl Gc<Observer> {
    pub fn tell(self, state: &State, task: Gc<Task>, outcome: Outcome) -> bool {
        self.told().is_some_and(|told| told(state, self, task, outcome))
    }

    /// The place of what is behind an observer that shares.
    pub fn next_place<'a>(self) -> Option<&'a Cell<Obj>> {
        self.next.get()?;
        // SAFETY: there is an object in it, and the observer is alive as long as the task whose place is looked for.
        Some(unsafe { &*(&raw const self.next).cast::<Cell<Obj>>() })
    }
}

/// What an object is if it is an observer.
pub fn observer(object: Obj) -> Option<Gc<Observer>> {
    // SAFETY: the type says so.
    (port::type_of(object) == Type::Observer).then(|| unsafe { Gc::from_obj(object) })
}

/// The observers of a chain that share.
pub fn chain(first: Obj) -> impl Iterator<Item = Gc<Observer>> {
    core::iter::successors(observer(first), |before| observer(before.next()?))
}

/// The place behind the observers that share.
pub fn end_of_chain(first: &Cell<Obj>) -> &Cell<Obj> {
    let mut place = first;
    while let Some(next) = observer(place.get()).and_then(Gc::next_place) {
        place = next;
    }
    place
}

impl Task {
    /// Where the observers are.
    pub fn observers(&self) -> &Cell<Obj> {
        if self.is_done() {
            &self.coro
        } else {
            &self.state
        }
    }

    /// The place behind the observers of a task that is not done.
    pub fn end_of_observers(&self) -> &Cell<Obj> {
        // The usual case is one look.
        if self.state.get() == port::truth(true) {
            return &self.state;
        }
        end_of_chain(&self.state)
    }
}

impl Gc<Task> {
    /// The observer of a kind, if there is one.
    pub fn find_observer(self, kind: &'static Kind) -> Option<Gc<Observer>> {
        chain(self.observers().get()).find(|observer| observer.is(kind))
    }

    /// Lets an observer be told no more. Does nothing if it is not there.
    pub fn forget_observer(self, observer_: Gc<Observer>) {
        let mut place = self.observers();
        while let Some(other) = observer(place.get()) {
            let Some(next) = other.next_place() else { return };
            if other == observer_ {
                place.set(next.get());
                return;
            }
            place = next;
        }
    }

    /// The coroutine as the program gave it.
    pub fn coroutine(self) -> Obj {
        end_of_chain(&self.coro).get()
    }
}
