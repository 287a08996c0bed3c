//! The instances that take no arguments and are no primitives: `TaskQueue()`, `IOQueue()`, `SingletonGenerator()` and `Server()`.

use crate::host::object::Obj;
use crate::host::port::{self, Type};
use crate::io::io_queue::IoQueue;
use crate::io::server::Server;
use crate::tasks::task_queue::TaskQueue;
use core::mem::size_of;

/// A new TaskQueue, IOQueue, sleep (that is over) or Server (without a task). Raises MemoryError. Allocates.
#[no_mangle]
pub extern "C" fn uasyncio_make(of: Type) -> Obj {
    let size = match of {
        Type::Server => size_of::<Server>(),
        Type::IoQueue => size_of::<IoQueue>(),
        // A sleep is smaller, and it is not looked into.
        _ => size_of::<TaskQueue>(),
    };
    port::new_sized::<()>(of, size).as_obj()
}
