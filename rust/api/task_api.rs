//! What Python sees of a task.

use crate::awaitables::coroutine;
use crate::host::object::{Gc, Obj, Raise};
use crate::host::port::{self, Type};
use crate::tasks::state::state;
use crate::tasks::task::Task;
use core::ffi::c_void;

/// `Task(coro)`.
#[no_mangle]
pub extern "C" fn uasyncio_task_new(coro: Obj) -> Obj {
    Task::new(coro).as_obj()
}

/// `task.done()`.
///
/// # Safety
/// `task` is a Task.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_task_done(task: Obj) -> Obj {
    port::truth(Gc::<Task>::from_obj(task).is_done())
}

/// `next(task)`: one step of an await. Raises the exception of a task that failed, and RuntimeError for
/// one that cannot be waited on.
///
/// # Safety
/// `task` is a Task.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_task_next(task: Obj) -> *mut c_void {
    match Gc::<Task>::from_obj(task).wait() {
        None => port::none().as_ptr(),
        Some(Ok(value)) => port::stop(value),
        Some(Err(exception)) => port::raise(exception),
    }
}

/// `task.coro`.
///
/// # Safety
/// `task` is a Task.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_task_coro(task: Obj) -> Obj {
    Gc::<Task>::from_obj(task).coroutine()
}

/// `task.data`: None while the task runs or sleeps, what it waits for, or, when it is done, its exception, which is a
/// StopIteration if it returned. Allocates in that case.
///
/// # Safety
/// `task` is a Task.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_task_data(task: Obj) -> Obj {
    let task = Gc::<Task>::from_obj(task);
    let data = task.data.get();
    match port::type_of(data) {
        _ if task.is_done() && task.returned() => port::new_stop_iteration(data),
        // SAFETY: the type says so.
        Type::Task => coroutine::expose(Gc::from_obj(data)),
        _ => data,
    }
}

/// `task.data = data`, for code that makes its own waiting queues.
///
/// # Safety
/// `task` is a Task.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_task_set_data(task: Obj, data: Obj) {
    let task = Gc::<Task>::from_obj(task);
    if !task.is_done() {
        task.data.set(data);
    } else {
        // One that a program has only said to be done may sleep, or wait for a stream: what that is known by is about to go. In the
        // loop's line a task stands to be reported, and stays.
        let state = state();
        if task.is_linked() && task.line() != Some(state.task_queue.owner()) {
            state.unlink(task);
        }
        // A StopIteration, too: raised in an await it is the value of that.
        task.set_outcome(Err(Raise(data)));
    }
}

/// `task.state`: None (done, not awaited), False (done and awaited), True (not done), or what its end wakes. Allocates
/// when a single task waits.
///
/// # Safety
/// `task` is a Task.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_task_state(task: Obj) -> Obj {
    Gc::<Task>::from_obj(task).waiters()
}

/// `task.state = state`; a callable is called with the task and its exception when the task ends.
///
/// # Safety
/// `task` is a Task.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_task_set_state(task: Obj, state: Obj) {
    let task = Gc::<Task>::from_obj(task);
    let ends = state == port::none() || state == port::truth(false);
    let place = if ends { &task.state } else { task.end_of_observers() };
    place.set(state);
}

/// `task.ph_key`: the tick at which the task is or was due, in milliseconds as `time.ticks_ms()`.
///
/// # Safety
/// `task` is a Task.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_task_ph_key(task: Obj) -> Obj {
    port::int(Gc::<Task>::from_obj(task).due().to_ticks(port::ticks_mask()) as isize)
}
