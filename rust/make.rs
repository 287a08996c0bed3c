//! The instances that take no arguments: `Event()`, `Lock()`, `ThreadSafeFlag()`, `TaskQueue()` and `Server()`.

use crate::event::Event;
use crate::flag::Flag;
use crate::lock::Lock;
use crate::object::Obj;
use crate::port::{self, Type};
use crate::server::Server;
use crate::task_queue::TaskQueue;
use crate::waiter::{self, Line};
use core::mem::size_of;

/// A new Event, Lock, ThreadSafeFlag (with its awaitable), TaskQueue or Server (without a task). Raises MemoryError.
/// Allocates.
#[no_mangle]
pub extern "C" fn uasyncio_make(of: Type) -> Obj {
    let (size, waits) = match of {
        Type::Event => (size_of::<Event>(), true),
        Type::Lock => (size_of::<Lock>(), true),
        Type::Flag => (size_of::<Flag>(), true),
        Type::Server => (size_of::<Server>(), false),
        _ => (size_of::<TaskQueue>(), false),
    };
    // The others are no lines, but not smaller either, and it is not looked into.
    let object = port::new_sized::<Line>(of, size.max(size_of::<Line>()));
    if waits {
        waiter::make(object);
    }
    object.as_obj()
}
