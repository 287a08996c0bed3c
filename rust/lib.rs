//! MicroPython's asyncio.
//!
//! The map of the crate, from the inside out:
//!
//! - [`ticks`], [`links`], [`pairing_heap`], [`fifo`]: time and queues; they know no Python.
//! - [`object`], [`port`]: Python objects as opaque words, and the only door to the virtual machine.
//! - [`task`], [`waiting`], [`task_queue`], [`replaceable`], [`scheduler`]: tasks, their queues and the run loop;
//!   [`create_task`], [`cancel`], [`task_api`], [`run`]: what they offer.
//! - [`coroutine`], [`suspend`]: a Rust future as a Python awaitable; [`waiter`], [`sleep`]: the awaitables that many tasks share.
//! - [`event`], [`lock`], [`flag`], [`make`], [`funcs`], [`gather`], [`event_loop`]: what programs use.
//! - [`io_queue`], [`output`], [`stream`], [`server`]: waiting for streams, and what is built on it.
//!
//! The functions named `uasyncio_*` are the C interface; `include/uasyncio.h` is made from them. Unless its text says
//! otherwise, such a function is called on the virtual machine's thread, not from an interrupt handler, allocates nothing
//! and raises nothing.
#![no_std]

#[cfg(panic = "unwind")]
extern crate std;

pub mod cancel;
pub mod coroutine;
pub mod create_task;
pub mod event;
pub mod event_loop;
pub mod fifo;
pub mod flag;
pub mod funcs;
pub mod gather;
pub mod io_queue;
pub mod links;
pub mod lock;
pub mod make;
pub mod object;
pub mod output;
pub mod pairing_heap;
pub mod port;
pub mod replaceable;
pub mod run;
pub mod scheduler;
pub mod server;
pub mod sleep;
pub mod stream;
pub mod suspend;
pub mod task;
pub mod task_api;
pub mod task_queue;
pub mod ticks;
pub mod waiter;
pub mod waiting;

/// A panic is a defect of this library. It becomes an exception: there is nobody to read a message, and a board that
/// halts is worse than a program that fails. Tests unwind, and bring the standard library's handler.
#[cfg(panic = "abort")]
#[panic_handler]
fn panic(_: &core::panic::PanicInfo) -> ! {
    port::raise(port::exception(port::Exception::RuntimeError, Some(c"asyncio")))
}
