//! What Python sees of a primitive's line, as `event.waiting` and `lock.waiting`.

use crate::awaitables::coroutine;
use crate::awaitables::waiter::{Line, Waiter};
use crate::host::object::{Gc, MaybeObj, Obj};
use crate::host::port::{self, Exception};
use crate::host::text::text;
use crate::tasks::create_task;
use crate::tasks::state::state;

/// `event.waiting`, `lock.waiting`: those who wait, as a TaskQueue shows them. It is the shared awaitable. MP_OBJ_NULL of a
/// ThreadSafeFlag, which has none.
///
/// # Safety
/// `primitive` is one.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_primitive_waiting(primitive: Obj) -> MaybeObj {
    let waiter = Gc::<Line>::from_obj(primitive).waiter();
    waiter.shows_line().then(|| waiter.as_obj())
}

/// `waiting.push(task)`: the task waits, behind the others. Raises TypeError.
///
/// # Safety
/// `waiter` is a Waiter.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_waiting_push(waiter: Obj, task: Obj) -> Obj {
    let task = create_task::expect_task(task);
    Gc::<Waiter>::from_obj(waiter).enter(state(), task);
    port::none()
}

/// `waiting.peek()`: who waits longest, or None.
///
/// # Safety
/// `waiter` is a Waiter.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_waiting_peek(waiter: Obj) -> Obj {
    let first = Gc::<Waiter>::from_obj(waiter).line().waiting.first();
    first.map_or(port::none(), coroutine::expose)
}

/// `waiting.remove(task)`: the task waits no more, if it is there. Raises TypeError.
///
/// # Safety
/// `waiter` is a Waiter.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_waiting_remove(waiter: Obj, task: Obj) -> Obj {
    Gc::<Waiter>::from_obj(waiter).leave(create_task::expect_task(task));
    port::none()
}

/// `waiting.pop()`: who waits longest, and waits no more. Raises IndexError when nobody does.
///
/// # Safety
/// `waiter` is a Waiter.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_waiting_pop(waiter: Obj) -> Obj {
    let waiter = Gc::<Waiter>::from_obj(waiter);
    let Some(task) = waiter.line().waiting.first() else {
        port::fail(Exception::IndexError, text!("empty heap"))
    };
    waiter.leave(task);
    coroutine::expose(task)
}
