//! Future: what others wait for as for a task, and a program says how it ends.

use crate::host::object::{Gc, Obj};
use crate::host::port::{self, Exception};
use crate::host::text::text;
use crate::tasks::future;
use crate::tasks::state::state;
use crate::tasks::task::{Outcome, Task};

/// `Future()`, `Loop.create_future()`. Raises MemoryError. Allocates.
#[no_mangle]
pub extern "C" fn uasyncio_future_new() -> Obj {
    future::new().as_obj()
}

/// Raises InvalidStateError for one that is done.
fn end(future: Gc<Task>, outcome: Outcome) -> Obj {
    if future.is_done() {
        port::fail(Exception::InvalidStateError, text!("invalid state"));
    }
    // Whether anybody will ever ask for an exception nobody can know, so it is not reported.
    state().finish(future, outcome, true);
    port::none()
}

/// `future.set_result(value)`: it is done, and those who wait for it go on. Raises InvalidStateError when it was done already.
///
/// # Safety
/// `future` is a Future.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_future_set_result(future: Obj, value: Obj) -> Obj {
    end(Gc::from_obj(future), Ok(value))
}

/// `future.set_exception(exception)`: an exception or a class of exceptions. It is done, and those who wait for it go on. Raises
/// InvalidStateError when it was done already, TypeError for anything else and for StopIteration, which would end the await with a
/// value.
///
/// # Safety
/// `future` is a Future.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_future_set_exception(future: Obj, exception: Obj) -> Obj {
    let exception = port::make_exception(exception);
    if port::is_exception(exception, Exception::StopIteration) {
        port::fail(
            Exception::TypeError,
            text!("StopIteration interacts badly with generators and cannot be raised into a Future"),
        );
    }
    end(Gc::from_obj(future), Err(exception))
}
