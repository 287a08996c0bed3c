//! call_soon, call_later and call_at: a function that the loop calls once, and the handle by which it is cancelled.

use crate::api::event_loop;
use crate::awaitables::sleep::NEXT_TURN;
use crate::awaitables::timer::Timer;
use crate::host::object::{Base, Gc, MaybeObj, Obj};
use crate::host::port::{self, Type};
use core::cell::Cell;

#[repr(C)]
pub struct Handle {
    base: Base,
    /// None when it was called or cancelled.
    function: Cell<MaybeObj>,
    arguments: Cell<MaybeObj>,
    is_cancelled: Cell<bool>,
    /// What calls it.
    timer: Timer,
    /// When, as Python is told it.
    when: Cell<MaybeObj>,
}

async fn call(handle: Gc<Handle>) -> Obj {
    let arguments = handle.arguments.take();
    if let Some(function) = handle.function.take() {
        event_loop::call_back(function, arguments);
    }
    port::none()
}

/// `Loop.call_soon(function, *args)`, at its turn behind those that are ready; `call_later`, `call_at`, which are told `when` as
/// Python is: in `ms` milliseconds, or behind all that becomes ready in this round if that is not positive. The host says of which
/// class the handle is. What the function raises goes to the exception handler, if it does not end the loop. Raises OverflowError,
/// MemoryError. Allocates.
///
/// # Safety
/// `args` points to `n` objects.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_handle_new(
    ms: isize,
    when: MaybeObj,
    function: Obj,
    n: usize,
    args: *const Obj,
) -> Obj {
    let handle: Gc<Handle> = port::new(Type::Other);
    if n != 0 {
        handle.arguments.set(Some(port::new_list(core::slice::from_raw_parts(args, n))));
    }
    handle.function.set(Some(function));
    handle.when.set(when);
    match when {
        Some(_) => handle.timer.start_after(ms, call(handle)),
        None => handle.timer.start(NEXT_TURN, call(handle)),
    }
    handle.as_obj()
}

/// `handle.cancel()`: it is not called any more.
///
/// # Safety
/// `handle` is one.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_handle_cancel(handle: Obj) -> Obj {
    let handle = Gc::<Handle>::from_obj(handle);
    handle.is_cancelled.set(true);
    handle.function.set(None);
    handle.arguments.set(None);
    handle.timer.stop();
    port::none()
}

/// `handle.cancelled()`.
///
/// # Safety
/// `handle` is one.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_handle_cancelled(handle: Obj) -> Obj {
    port::truth(Gc::<Handle>::from_obj(handle).is_cancelled.get())
}

/// `handle.when()`: None of one made by `call_soon`.
///
/// # Safety
/// `handle` is one.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_handle_when(handle: Obj) -> Obj {
    Gc::<Handle>::from_obj(handle).when.get().unwrap_or_else(port::none)
}
