//! Event: set, cleared, and waited for by any number of tasks.

use crate::object::{Base, Gc, Obj};
use crate::port::{self, Type};
use crate::scheduler::{self, State};
use crate::task::Task;
use crate::waiter::{self, Primitive};
use crate::waiting::Waiting;
use core::cell::Cell;

#[repr(C)]
pub struct Event {
    base: Base,
    pub waiting: Waiting,
    waiter: Cell<Obj>,
    set: Cell<bool>,
}

impl Primitive for Gc<Event> {
    fn ready(self, _: &State, _: Option<Gc<Task>>) -> Option<Obj> {
        self.set.get().then(|| port::truth(true))
    }

    fn woken(self, _: &State) -> Option<Obj> {
        Some(port::truth(true))
    }

    fn enqueue(self, state: &State, task: Gc<Task>) {
        if !scheduler::detach(state, task) {
            return;
        }
        self.waiting.append(task);
        task.data.set(self.as_obj());
    }

    fn thrown(self, _: &State) {}
}

/// `Event()`. Allocates the event and its awaitable.
#[no_mangle]
pub extern "C" fn uasyncio_event_new() -> Obj {
    let event: Gc<Event> = port::new(Type::Event);
    event.waiter.set(waiter::new(event.as_obj()));
    event.as_obj()
}

/// `event.is_set()`.
///
/// # Safety
/// `event` is an Event.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_event_is_set(event: Obj) -> Obj {
    port::truth(scheduler::this::<Event>(event, Type::Event).set.get())
}

/// `event.set()`: schedules all who wait, in the order in which they came. Not for interrupt handlers.
///
/// # Safety
/// `event` is an Event.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_event_set(event: Obj) -> Obj {
    let (event, state) = (scheduler::this::<Event>(event, Type::Event), scheduler::state());
    while let Some(task) = event.waiting.pop() {
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
    scheduler::this::<Event>(event, Type::Event).set.set(false);
    port::none()
}

/// `event.wait()`: an awaitable whose value is True. Allocates nothing.
///
/// # Safety
/// `event` is an Event.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_event_wait(event: Obj) -> Obj {
    waiter::begin(scheduler::this::<Event>(event, Type::Event).waiter.get())
}
