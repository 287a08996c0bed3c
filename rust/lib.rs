//! MicroPython's asyncio.
//!
//! The folders of the crate are floors, in the order in which they stand below: a file knows those of its own folder and of the
//! folders before it, and no file knows one that knows it (tests/tools/arrows.py). What a floor needs of one above is handed down to
//! it: a trait of the run loop's, a function in the state, an object that says itself what it does.
//!
//! The functions named `uasyncio_*` are the C interface; `include/uasyncio.h` is made from them. Unless its text says
//! otherwise, such a function is called on the virtual machine's thread, not from an interrupt handler, allocates nothing
//! and raises nothing.
#![no_std]

#[cfg(panic = "unwind")]
extern crate std;

/// Time and queues; they know no Python.
pub mod queues {
    pub mod fifo;
    pub mod links;
    pub mod pairing_heap;
    pub mod ticks;
    pub mod weak_list;
    pub mod wrap;
}

/// Python objects as opaque words, and the only door to the virtual machine.
pub mod host {
    pub mod object;
    pub mod port;
    pub mod text;
}

/// Tasks, their queues, and who is told when a task ends.
pub mod tasks {
    pub mod cancel;
    pub mod create_task;
    pub mod finish;
    pub mod future;
    pub mod join;
    pub mod notes;
    pub mod observer;
    pub mod replaceable;
    pub mod state;
    pub mod task;
    pub mod task_queue;
    pub mod tell;
    pub mod turns;
    pub mod waiting;
}

/// The run loop.
pub mod run_loop {
    #[allow(clippy::module_inception)]
    pub mod run_loop;
}

/// A Rust future as a Python awaitable, and the awaitables that many tasks share.
pub mod awaitables {
    pub mod coroutine;
    pub mod hand_over;
    pub mod resume;
    pub mod sleep;
    pub mod suspend;
    pub mod timer;
    pub mod waiter;
}

/// Primitives: what tasks wait for.
pub mod sync {
    pub mod barrier;
    pub mod condition;
    pub mod event;
    pub mod flag;
    pub mod items;
    pub mod job;
    pub mod lock;
    pub mod queue;
    pub mod ring;
    pub mod ringbuf_queue;
    pub mod semaphore;
}

/// Several tasks at once, and a task with a limit.
pub mod groups {
    pub mod as_completed;
    pub mod member;
    pub mod task_group;
    pub mod timeout;
    pub mod wait;
}

/// Waiting for streams, and what is built on it.
pub mod io {
    pub mod asked_flag;
    pub mod io_queue;
    pub mod output;
    pub mod server;
    pub mod stream;
    pub mod stream_attributes;
}

/// What programs call that is no class with methods of its own, and all that knows every floor below.
pub mod api {
    pub mod all_tasks;
    pub mod callbacks;
    pub mod calls;
    pub mod event_loop;
    pub mod funcs;
    pub mod future;
    pub mod gather;
    pub mod handle;
    pub mod make;
    pub mod monitor;
    pub mod run;
    pub mod state;
    pub mod task_api;
    pub mod task_notes;
    pub mod task_queue_api;
    pub mod waiting_api;
}

/// A panic is a defect of this library. It becomes an exception: there is nobody to read a message, and a board that
/// halts is worse than a program that fails. Tests unwind, and bring the standard library's handler.
#[cfg(panic = "abort")]
#[panic_handler]
fn panic(_: &core::panic::PanicInfo) -> ! {
    host::port::raise(host::port::exception(
        host::port::Exception::RuntimeError,
        Some(host::text::text!("asyncio")),
    ))
}
