//! How a coroutine becomes a task.

use crate::object::{Gc, Obj};
use crate::port::{self, Exception, Type};
use crate::scheduler::state;
use crate::task::Task;

/// Raises TypeError for what is no task.
pub fn expect_task(task: Obj) -> Gc<Task> {
    match port::native(task, Type::Task) {
        Some(task) => task,
        None => port::fail(Exception::TypeError, c"Task expected"),
    }
}

/// Schedules a coroutine as a new task. Raises TypeError, MemoryError.
pub fn new_task(coro: Obj) -> Gc<Task> {
    if !port::is_coroutine(coro) {
        port::fail(Exception::TypeError, c"coroutine expected");
    }
    let task = Task::new(coro);
    state().make_ready(task);
    task
}

/// Calls `core.create_task`, which a program may have replaced. Raises what that raises.
pub fn create_task(coro: Obj) -> Obj {
    match state().create_task.get() {
        Some(function) => port::call(function, &[coro]),
        None => new_task(coro).as_obj(),
    }
}

/// A task as it is, anything else as a new task. Raises TypeError, MemoryError.
pub fn promote_to_task(awaitable: Obj) -> Gc<Task> {
    match port::native(awaitable, Type::Task) {
        Some(task) => task,
        // A task of our own need not be looked at again.
        None if state().create_task.get().is_none() => new_task(awaitable),
        None => expect_task(create_task(awaitable)),
    }
}
