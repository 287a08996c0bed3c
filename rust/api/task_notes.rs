//! What CPython's tasks have beyond upstream's: result, exception, names and the count of cancellations.

use crate::api::state::state;
use crate::host::object::{Gc, MaybeObj, Obj, Raise};
use crate::host::port::{self, Exception};
use crate::host::text::text;
use crate::tasks::create_task::unscheduled;
use crate::tasks::task::Task;

fn is_cancelled(task: Gc<Task>) -> bool {
    task.is_done() && !task.returned() && port::is_cancelled(Raise(task.data.get()))
}

/// `task.result()`: the value of a task that is done, or raises its exception. Raises InvalidStateError.
///
/// # Safety
/// `task` is a Task.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_task_result(task: Obj) -> Obj {
    let task = Gc::<Task>::from_obj(task);
    if !task.is_done() {
        port::fail(Exception::InvalidStateError, text!("Result is not set."));
    }
    port::or_raise(task.outcome())
}

/// `task.exception()`: the exception of a task that is done, or None. Raises CancelledError if it was cancelled, and
/// InvalidStateError.
///
/// # Safety
/// `task` is a Task.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_task_exception(task: Obj) -> Obj {
    let task = Gc::<Task>::from_obj(task);
    if !task.is_done() {
        port::fail(Exception::InvalidStateError, text!("Exception is not set."));
    }
    match task.outcome() {
        Ok(_) => port::none(),
        Err(exception) if is_cancelled(task) => port::raise(exception),
        Err(Raise(exception)) => exception,
    }
}

/// `task.cancelled()`: whether the task ended with CancelledError.
///
/// # Safety
/// `task` is a Task.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_task_cancelled(task: Obj) -> Obj {
    port::truth(is_cancelled(Gc::from_obj(task)))
}

/// `task.get_name()`: a str, or the number of a task that was given none, which it keeps. Raises MemoryError. Allocates for the
/// first note.
///
/// # Safety
/// `task` is a Task.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_task_name(task: Obj) -> Obj {
    let notes = Gc::<Task>::from_obj(task).make_notes();
    notes.name.get().unwrap_or_else(|| {
        let numbered = &state().numbered;
        numbered.set(numbered.get() + 1);
        let number = port::int(numbered.get() as isize);
        notes.name.set(Some(number));
        number
    })
}

/// `task.set_name(name)`: a str. MP_OBJ_NULL leaves it as it is. Raises MemoryError. Allocates for the first note.
///
/// # Safety
/// `task` is a Task.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_task_set_name(task: Obj, name: MaybeObj) -> Obj {
    Gc::<Task>::from_obj(task).set_name(name);
    port::none()
}

/// `create_task(coro, name=name)`: with MP_OBJ_NULL as `uasyncio_create_task`. Raises TypeError when it is no coroutine, MemoryError.
/// Allocates the task and the first note of it.
#[no_mangle]
pub extern "C" fn uasyncio_create_named_task(coro: Obj, name: MaybeObj) -> Obj {
    // It does not begin before there is memory for all that it needs.
    let task = unscheduled(coro);
    task.set_name(name);
    state().make_ready(task);
    task.as_obj()
}

/// `task.cancel(msg=None)`, counted: as `uasyncio_task_cancel`; `msg` is what the CancelledError is made with. Raises
/// RuntimeError for the running task, what a foreign queue's `remove` raises, and for a message MemoryError. Allocates for a message,
/// and the first note then. What cancels without one may not need memory, so it is counted only where something is noted already.
///
/// # Safety
/// `task` points to the task, which is one, and the message.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_task_cancel_counted(task: *const Obj) -> Obj {
    let [task, msg] = crate::host::object::arguments(task);
    let task = Gc::<Task>::from_obj(task);
    let mut exception = port::cancelled_error();
    if msg != port::none() && !task.is_done() {
        exception = port::call(exception, &[msg]);
        task.make_notes();
    }
    port::truth(task.cancel_with(exception))
}

/// `task.cancelling()`: how often it was cancelled since something was first noted of the task, which this does, less what
/// `uncancel` has taken back. Raises MemoryError. Allocates for the first note.
///
/// # Safety
/// `task` is a Task.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_task_cancelling(task: Obj) -> Obj {
    port::int(Gc::<Task>::from_obj(task).make_notes().cancels.get() as isize)
}

/// `task.uncancel()`: takes one cancellation back, and returns how many are left.
///
/// # Safety
/// `task` is a Task.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_task_uncancel(task: Obj) -> Obj {
    port::int(Gc::<Task>::from_obj(task).uncancel() as isize)
}
