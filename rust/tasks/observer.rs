//! What is told when a task ends, and is neither a task that waits for it nor a callable of the program's.

use crate::host::object::{Base, Gc};
use crate::tasks::state::State;
use crate::tasks::task::Outcome;
use core::cell::Cell;

/// What such an object begins with. It is the `state` of the tasks whose end it is told.
#[repr(C)]
pub struct Observer {
    base: Base,
    told: Cell<Option<Told>>,
}

/// A task has ended. Raises nothing.
pub type Told = fn(&State, Gc<Observer>, Outcome);

impl Observer {
    /// Done with a new one, before anything can be told.
    pub fn init(&self, told: Told) {
        self.told.set(Some(told));
    }
}

impl Gc<Observer> {
    pub fn tell(self, state: &State, outcome: Outcome) {
        if let Some(told) = self.told.get() {
            told(state, self, outcome);
        }
    }
}
