//! Event: set, cleared, and waited for by any number of tasks.

use crate::awaitables::waiter::{self, Line, Primitive, Vtable, Waiter};
use crate::host::object::{Gc, Obj};
use crate::host::port::{self, Resumed};
use crate::tasks::state::{state, State};
use core::cell::Cell;

#[repr(C)]
pub struct Event {
    line: Line,
    set: Cell<bool>,
}

impl Primitive for Event {
    fn outcome(this: Gc<Event>, _: Gc<Waiter>, _: &State, woken: bool) -> Resumed {
        if woken || this.set.get() {
            Resumed::Returned(port::truth(true))
        } else {
            Resumed::Yielded
        }
    }

    fn state(this: Gc<Event>) -> Obj {
        port::truth(this.set.get())
    }

    fn set_state(this: Gc<Event>, set: bool) {
        this.set.set(set);
    }
}

/// Of the class Event.
#[no_mangle]
pub static uasyncio_event: Vtable = Vtable::of::<Event>();

/// `event.is_set()`.
///
/// # Safety
/// `event` is an Event.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_event_is_set(event: Obj) -> Obj {
    port::truth(Gc::<Event>::from_obj(event).set.get())
}

/// `event.set()`: schedules all who wait, in the order in which they came. Not for interrupt handlers.
///
/// # Safety
/// `event` is an Event.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_event_set(event: Obj) -> Obj {
    let (event, state) = (Gc::<Event>::from_obj(event), state());
    event.line.wake_all(state);
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
