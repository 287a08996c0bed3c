//! What a program asks of a task that is done, or has it called when it is.

use crate::awaitables::coroutine;
use crate::host::object::{Gc, Obj, Raise};
use crate::host::port::{self, Exception, Type};
use crate::tasks::observer::{observer, Observer};
use crate::tasks::state::{state, State};
use crate::tasks::task::{Outcome, Task};
use core::cell::Cell;

/// A function that is called with the task when it is done.
#[repr(C)]
struct Callback {
    observer: Observer,
    function: Cell<Option<Obj>>,
    /// The task that calls it: there when the other one ends, because nothing may fail then.
    caller: Cell<Option<Gc<Task>>>,
}

fn told(state: &State, observer: Gc<Observer>, _: Gc<Task>, _: Outcome) -> bool {
    // SAFETY: `uasyncio_task_add_done_callback` has made it, and it begins with its observer.
    let callback: Gc<Callback> = unsafe { Gc::from_ptr(observer.as_non_null().cast()) };
    if let (Some(caller), Some(_)) = (callback.caller.get(), callback.function.get()) {
        state.make_ready(caller);
    }
    // It is up to the function, as with a callable that is a task's `state`.
    true
}

async fn call(callback: Gc<Callback>, task: Gc<Task>) -> Obj {
    if let Some(function) = callback.function.get() {
        port::call(function, &[coroutine::expose(task)]);
    }
    port::none()
}

/// `task.add_done_callback(function)`: the function is called with the task, soon after it is done. Raises MemoryError. Allocates.
///
/// # Safety
/// `task` is a Task.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_task_add_done_callback(task: Obj, function: Obj) -> Obj {
    let task = Gc::<Task>::from_obj(task);
    let callback: Gc<Callback> = port::new(Type::Observer);
    let observer: Gc<Observer> = Gc::from_ptr(callback.as_non_null().cast());
    observer.init(told);
    callback.function.set(Some(function));
    let caller = Task::new(coroutine::new(call(callback, task)).as_obj());
    callback.caller.set(Some(caller));
    if task.is_done() {
        state().make_ready(caller);
    } else {
        task.observe_last(observer);
    }
    port::none()
}

/// `task.remove_done_callback(function)`: how often it was there. Raises what comparing raises.
///
/// # Safety
/// `task` is a Task.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_task_remove_done_callback(task: Obj, function: Obj) -> Obj {
    let mut n = 0;
    let mut next = Some(Gc::<Task>::from_obj(task).state.get());
    while let Some(other) = next.and_then(observer) {
        next = other.next();
        if other.tells(told) {
            let callback: Gc<Callback> = Gc::from_ptr(other.as_non_null().cast());
            if callback.function.get().is_some_and(|own| port::is_equal(own, function)) {
                callback.function.set(None);
                n += 1;
            }
        }
    }
    port::int(n)
}

fn exception_of(task: Gc<Task>) -> Option<Raise> {
    (!task.returned()).then(|| Raise(task.data.get()))
}

fn check_done(task: Gc<Task>, message: &'static core::ffi::CStr) {
    if !task.is_done() {
        port::fail(Exception::InvalidStateError, message);
    }
}

/// `task.result()`: the value. Raises what the task has raised, and InvalidStateError when it is not done.
///
/// # Safety
/// `task` is a Task.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_task_result(task: Obj) -> Obj {
    let task = Gc::<Task>::from_obj(task);
    check_done(task, c"Result is not set.");
    port::or_raise(task.outcome())
}

/// `task.exception()`: what the task has raised, or None. Raises CancelledError when it was cancelled, InvalidStateError when it is not
/// done.
///
/// # Safety
/// `task` is a Task.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_task_exception(task: Obj) -> Obj {
    let task = Gc::<Task>::from_obj(task);
    check_done(task, c"Exception is not set.");
    match task.outcome() {
        Err(exception) if port::is_exception(exception, Exception::CancelledError) => port::raise(exception),
        Err(Raise(exception)) => exception,
        Ok(_) => port::none(),
    }
}

/// `task.cancelled()`: whether it has ended by a CancelledError.
///
/// # Safety
/// `task` is a Task.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_task_cancelled(task: Obj) -> Obj {
    let task = Gc::<Task>::from_obj(task);
    let is_cancelled = |exception| port::is_exception(exception, Exception::CancelledError);
    port::truth(task.is_done() && exception_of(task).is_some_and(is_cancelled))
}
