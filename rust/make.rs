//! The instances that take no arguments: `Event()`, `Lock()`, `ThreadSafeFlag()`, `TaskQueue()`, `IOQueue()` and `Server()`;
//! and what their `state` is.

use crate::event::Event;
use crate::flag::{uasyncio_flag_clear, uasyncio_flag_set, Flag};
use crate::io_queue::IoQueue;
use crate::lock::Lock;
use crate::object::{Gc, Obj};
use crate::port::{self, Type};
use crate::server::Server;
use crate::task_queue::TaskQueue;
use crate::waiter::{self, Line};
use core::mem::size_of;

/// A new Event, Lock, ThreadSafeFlag (with its awaitable), TaskQueue, IOQueue, sleep (that is over) or Server (without a
/// task). Raises MemoryError. Allocates.
#[no_mangle]
pub extern "C" fn uasyncio_make(of: Type) -> Obj {
    let (size, waits) = match of {
        Type::Event => (size_of::<Event>(), true),
        Type::Lock => (size_of::<Lock>(), true),
        Type::Flag => (size_of::<Flag>(), true),
        Type::Server => (size_of::<Server>(), false),
        Type::IoQueue => (size_of::<IoQueue>(), false),
        _ => (size_of::<TaskQueue>(), false),
    };
    // The others are no lines, but not smaller either, and it is not looked into.
    let object = port::new_sized::<Line>(of, size.max(size_of::<Line>()));
    if waits {
        waiter::make(object);
    }
    object.as_obj()
}

/// `primitive.state`: whether an Event is set; 0 or 1 of a ThreadSafeFlag; of a Lock 0, 1 while it is held, or the task that
/// is on its way to it.
///
/// # Safety
/// `primitive` is an Event, a Lock or a ThreadSafeFlag.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_primitive_state(primitive: Obj) -> Obj {
    match port::type_of(primitive) {
        Type::Event => port::truth(Gc::<Event>::from_obj(primitive).is_set()),
        Type::Lock => Gc::<Lock>::from_obj(primitive).state(),
        _ => port::int(Gc::<Flag>::from_obj(primitive).is_set().into()),
    }
}

/// `primitive.state = value`: sets or clears what waits for nothing, and wakes nobody. Raises what bool() raises.
///
/// # Safety
/// `primitive` is an Event, a Lock or a ThreadSafeFlag.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_primitive_set_state(primitive: Obj, value: Obj) {
    let set = port::is_true(value);
    match port::type_of(primitive) {
        Type::Event => Gc::<Event>::from_obj(primitive).change(set),
        Type::Lock => Gc::<Lock>::from_obj(primitive).change(set),
        _ if set => drop(uasyncio_flag_set(primitive)),
        _ => drop(uasyncio_flag_clear(primitive)),
    }
}
