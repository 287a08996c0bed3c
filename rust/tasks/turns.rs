//! Who is told of each turn that a task gets. Nobody is, usually, and then it costs one look.

use crate::host::object::{Base, Gc};
use crate::tasks::state::State;
use crate::tasks::task::Task;
use core::cell::Cell;

/// What such an object begins with.
#[repr(C)]
pub struct Turns {
    base: Base,
    told: Cell<Option<Told>>,
}

/// A task gets its turn, or none does because the loop waits. What that raises is nobody's, so it raises nothing.
pub type Told = fn(Gc<Turns>, Option<Gc<Task>>);

impl Turns {
    /// Done with a new one, before it is told anything.
    pub fn init(&self, told: Told) {
        self.told.set(Some(told));
    }
}

/// Tells who wants to know.
#[inline]
pub fn tell(state: &State, task: Option<Gc<Task>>) {
    if let Some(turns) = state.turns.get() {
        // SAFETY: nothing else is stored there.
        let turns: Gc<Turns> = unsafe { Gc::from_obj(turns) };
        if let Some(told) = turns.told.get() {
            told(turns, task);
        }
    }
}
