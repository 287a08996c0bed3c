//! How a coroutine becomes a task.

use crate::host::object::{Gc, Obj};
use crate::host::port::{self, Exception, Type};
use crate::host::text::text;
use crate::tasks::state::state;
use crate::tasks::task::Task;

/// Raises TypeError for what is no task.
pub fn expect_task(task: Obj) -> Gc<Task> {
    match port::native(task, Type::Task) {
        Some(task) => task,
        None => port::fail(Exception::TypeError, text!("Task expected")),
    }
}

/// A coroutine as a new task, which is not scheduled. Raises TypeError, MemoryError.
pub fn unscheduled(coro: Obj) -> Gc<Task> {
    if !port::is_coroutine(coro) {
        port::fail(Exception::TypeError, text!("coroutine expected"));
    }
    Task::new(coro)
}

/// Schedules a coroutine as a new task. Raises TypeError, MemoryError.
pub fn new_task(coro: Obj) -> Gc<Task> {
    let task = unscheduled(coro);
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

/// A task as it is, anything else as a new task; and whether that is left to the caller to schedule, when there is memory for
/// all that it needs. Raises TypeError, MemoryError.
pub fn prepare(awaitable: Obj) -> (Gc<Task>, bool) {
    match port::native(awaitable, Type::Task) {
        Some(task) => (task, false),
        // A task of our own need not be looked at again.
        None if state().create_task.get().is_none() => (unscheduled(awaitable), true),
        None => (expect_task(create_task(awaitable)), false),
    }
}

/// A task as it is, anything else as a new task. Raises TypeError, MemoryError.
pub fn promote_to_task(awaitable: Obj) -> Gc<Task> {
    let (task, is_new) = prepare(awaitable);
    if is_new {
        state().make_ready(task);
    }
    task
}
