//! Event: set, cleared, and waited for by any number of tasks.

use crate::awaitables::hand_over::tell_loop;
use crate::awaitables::waiter::{self, Line, Primitive, Vtable, Waiter};
use crate::host::object::{Gc, Obj, Result};
use crate::host::port::{self, Resumed};
use crate::tasks::state::{state, State};
use portable_atomic::{AtomicBool, Ordering::Relaxed};

#[repr(C)]
pub struct Event {
    line: Line,
    set: AtomicBool,
    /// It was set from outside since the loop looked last: who waited then has to be woken.
    set_outside: AtomicBool,
}

/// Two blocks of MicroPython's heap.
const _: () = assert!(core::mem::size_of::<Event>() == 8 * core::mem::size_of::<usize>());

/// For what is built on one.
impl Gc<Event> {
    pub fn set(self) {
        // SAFETY: it is an Event; so below.
        unsafe { uasyncio_event_set(self.as_obj()) };
    }

    pub fn clear(self) {
        self.set.store(false, Relaxed);
    }

    pub fn wait(self) -> Obj {
        // SAFETY: as above.
        unsafe { waiter::begin(self.as_obj()) }
    }
}

impl Gc<Event> {
    fn take_over(self) {
        if self.set_outside.load(Relaxed) {
            self.set_outside.store(false, Relaxed);
            self.line.wake_all(state());
        }
    }
}

impl Primitive for Event {
    fn outcome(this: Gc<Event>, _: Gc<Waiter>, _: &State, woken: bool) -> Resumed {
        // Who comes now is not woken by what was before.
        this.take_over();
        if woken || this.set.load(Relaxed) {
            Resumed::Returned(port::truth(true))
        } else {
            Resumed::Yielded
        }
    }

    fn taken_over(this: Gc<Event>) -> Result<()> {
        this.take_over();
        Ok(())
    }

    fn state(this: Gc<Event>) -> Obj {
        port::truth(this.set.load(Relaxed))
    }

    fn set_state(this: Gc<Event>, set: bool) {
        this.set.store(set, Relaxed);
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
    port::truth(Gc::<Event>::from_obj(event).set.load(Relaxed))
}

/// `event.set()`: schedules all who wait, in the order in which they came. May be called from an interrupt handler, also a hard
/// one, and from another thread: then they are scheduled before the loop's next turn, and an idle loop is woken. Allocates nothing.
///
/// # Safety
/// `event` is an Event.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_event_set(event: Obj) -> Obj {
    let event = Gc::<Event>::from_obj(event);
    if port::is_outside() {
        tell_loop(event, |_| {
            event.set.store(true, Relaxed);
            event.set_outside.store(true, Relaxed);
        });
    } else {
        event.line.wake_all(state());
        event.set.store(true, Relaxed);
    }
    port::none()
}

/// `event.clear()`. May be called where `set` may.
///
/// # Safety
/// `event` is an Event.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_event_clear(event: Obj) -> Obj {
    Gc::<Event>::from_obj(event).set.store(false, Relaxed);
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
