//! The host's exceptions.

use super::{given, sys, Exception};
use crate::host::object::{Obj, Raise, Result};

pub fn exception(of: Exception, message: Option<&'static core::ffi::CStr>) -> Raise {
    let message = message.map_or(core::ptr::null(), core::ffi::CStr::as_ptr);
    Raise(given(host!(uasyncio_port_exception(of, message))))
}

pub fn new_stop_iteration(value: Obj) -> Obj {
    given(host!(uasyncio_port_new_stop_iteration(value.as_ptr())))
}

pub fn is_exception(raise: Raise, of: Exception) -> bool {
    host!(uasyncio_port_is_exception(raise.0.as_ptr(), of))
}

pub fn is_cancelled(raise: Raise) -> bool {
    is_exception(raise, Exception::CancelledError)
}

/// Whether it ends the loop as well as a task: SystemExit, KeyboardInterrupt and their like.
pub fn is_fatal(raise: Raise) -> bool {
    !is_exception(raise, Exception::Exception) && !is_cancelled(raise)
}

/// What `raise object` raises.
pub fn make_exception(exception: Obj) -> Raise {
    Raise(given(host!(uasyncio_port_make_exception(exception.as_ptr()))))
}

/// Cuts an exception's traceback to at most `len` words, and returns how long it is now.
pub fn cut_traceback(exception: Obj, len: usize) -> usize {
    host!(uasyncio_port_cut_traceback(exception.as_ptr(), len))
}

pub fn errno(raise: Raise) -> i32 {
    host!(uasyncio_port_errno(raise.0.as_ptr()))
}

pub fn raise(raise: Raise) -> ! {
    host!(uasyncio_port_raise(raise.0.as_ptr()))
}

/// Raises a new exception.
pub fn fail(of: Exception, message: &'static core::ffi::CStr) -> ! {
    raise(exception(of, Some(message)))
}

/// The value, or raises.
pub fn or_raise<T>(result: Result<T>) -> T {
    match result {
        Ok(value) => value,
        Err(exception) => raise(exception),
    }
}
