//! Event: set, cleared, and waited for by any number of tasks.

use crate::object::{Gc, Obj};
use crate::port;
use crate::scheduler;
use crate::waiter::{self, Line};
use core::cell::Cell;

#[repr(C)]
pub struct Event {
    line: Line,
    set: Cell<bool>,
}

impl Event {
    pub fn is_set(&self) -> bool {
        self.set.get()
    }

    /// Becomes set, or not, without a word to those who wait.
    pub fn change(&self, set: bool) {
        self.set.set(set);
    }
}

/// `event.is_set()`.
///
/// # Safety
/// `event` is an Event.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_event_is_set(event: Obj) -> Obj {
    port::truth(Gc::<Event>::from_obj(event).is_set())
}

/// `event.set()`: schedules all who wait, in the order in which they came. Not for interrupt handlers.
///
/// # Safety
/// `event` is an Event.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_event_set(event: Obj) -> Obj {
    let (event, state) = (Gc::<Event>::from_obj(event), scheduler::state());
    while let Some(task) = event.line.waiting.pop() {
        state.make_ready(task);
    }
    event.set.set(true);
    port::none()
}

/// `event.clear()`.
///
/// # Safety
/// `event` is an Event.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_event_clear(event: Obj) -> Obj {
    Gc::<Event>::from_obj(event).set.set(false);
    port::none()
}

/// `event.wait()`: an awaitable whose value is True. Allocates nothing.
///
/// # Safety
/// `event` is an Event.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_event_wait(event: Obj) -> Obj {
    waiter::begin(event)
}
