//! What Python calls on any of our awaitables: `send`, `throw` and `close`.

use crate::awaitables::coroutine::Coroutine;
use crate::awaitables::sleep;
use crate::awaitables::waiter::Waiter;
use crate::host::object::{Gc, MaybeObj, Obj, Raise};
use crate::host::port::{self, Exception, Resumed, Type};
use crate::host::text::text;

/// Runs one of our awaitables to its next yield: a coroutine, or a shared awaitable.
///
/// # Safety
/// `awaitable` is a Coroutine, a Sleep or a Waiter.
unsafe fn resume(awaitable: Obj, exception: Option<Raise>) -> Resumed {
    match port::type_of(awaitable) {
        Type::Sleep => sleep::resume(Gc::from_obj(awaitable), exception),
        Type::Waiter => Gc::<Waiter>::from_obj(awaitable).resume(exception),
        _ => Gc::<Coroutine>::from_obj(awaitable).resume(exception),
    }
}

/// Runs one of our awaitables to its next yield, throwing `exception` into it unless that is MP_OBJ_NULL. Raises nothing:
/// `result` gets the value or the exception. Returns an `enum uasyncio_resumed`.
///
/// # Safety
/// `awaitable` is a Coroutine, a Sleep or a Waiter; `result` is writable.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_resume(awaitable: Obj, exception: MaybeObj, result: *mut Obj) -> u32 {
    let (how, value) = match resume(awaitable, exception.map(port::make_exception)) {
        Resumed::Returned(value) => (0, value),
        Resumed::Yielded => (1, port::none()),
        Resumed::Raised(Raise(exception)) => (2, exception),
    };
    result.write(value);
    how
}

/// `awaitable.close()`. Raises RuntimeError if it yields instead of ending, and what it raises.
///
/// # Safety
/// `awaitable` is a Coroutine, a Sleep or a Waiter.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_close(awaitable: Obj) -> Obj {
    let exit = port::exception(Exception::GeneratorExit, None);
    match resume(awaitable, Some(exit)) {
        Resumed::Yielded => port::fail(Exception::RuntimeError, text!("generator ignored GeneratorExit")),
        Resumed::Raised(exception) if !port::is_exception(exception, Exception::GeneratorExit) => {
            port::raise(exception)
        }
        _ => port::none(),
    }
}
