//! What CPython's tasks have beyond upstream's: result, exception, callbacks, names and the count of cancellations.

use crate::api::event_loop;
use crate::api::state::state;
use crate::awaitables::coroutine;
use crate::host::object::{Gc, MaybeObj, Obj, Raise};
use crate::host::port::{self, Exception, Name};
use crate::host::text::text;
use crate::tasks::create_task::{self, unscheduled};
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

/// Calls the callbacks of a task that is done: those of a list, or those that are noted.
async fn call_back(task: Gc<Task>, list: Option<Obj>) -> Obj {
    let noted = || task.notes().and_then(|notes| notes.callbacks.take());
    if let Some(list) = list.or_else(noted) {
        for callback in port::list_items(list) {
            let callback = callback.get();
            // When one has failed the others are called all the same.
            event_loop::end_callback(port::attempt(|| port::call(callback, &[task.as_obj()])), task.as_obj());
        }
    }
    port::none()
}

/// `task.add_done_callback(callback)`: it is called with the task, at a turn of its own, when the task has ended; at once, if it
/// has already. Raises MemoryError. Allocates.
///
/// # Safety
/// `task` is a Task.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_task_add_done_callback(task: Obj, callback: Obj) -> Obj {
    let task = Gc::<Task>::from_obj(task);
    let list = port::new_list(&[callback]);
    if !task.is_done() {
        let notes = task.make_notes();
        let noted = notes.callbacks.get();
        let list = noted.map_or(list, |noted| port::concat(noted, list));
        let caller = match notes.caller.get() {
            Some(caller) => caller,
            None => Task::new(coroutine::internal(call_back(task, None)).as_obj()),
        };
        // A finaliser, which an allocation may run, may have let the task end, or have added another one.
        if !task.is_done() && notes.callbacks.get() == noted {
            notes.caller.set(Some(caller));
            notes.callbacks.set(Some(list));
            return port::none();
        }
        return uasyncio_task_add_done_callback(task.as_obj(), callback);
    }
    create_task::new_task(coroutine::internal(call_back(task, Some(list))).as_obj());
    port::none()
}

/// `task.remove_done_callback(callback)`: how many were there and are called no more; none when the task is done, because then
/// they are as good as called. Runs Python (`__eq__`), and raises what that raises but for ValueError.
///
/// # Safety
/// `task` is a Task.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_task_remove_done_callback(task: Obj, callback: Obj) -> Obj {
    let mut n = 0;
    let task = Gc::<Task>::from_obj(task);
    let notes = task.notes().filter(|_| !task.is_done());
    if let Some(list) = notes.and_then(|notes| notes.callbacks.get()) {
        loop {
            match port::attempt(|| port::call_method(list, Name::Remove, &[callback])) {
                Ok(_) => n += 1,
                // There is none any more.
                Err(exception) if port::is_exception(exception, Exception::ValueError) => break,
                Err(exception) => port::raise(exception),
            }
        }
    }
    port::int(n)
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
/// RuntimeError for the running task, what a foreign queue's `remove` raises, and for a message MemoryError. Allocates for a message;
/// what cancels may not need memory, so it is counted only where something is noted of the task already.
///
/// # Safety
/// `task` points to the task, which is one, and the message.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_task_cancel_counted(task: *const Obj) -> Obj {
    let [task, msg] = crate::host::object::arguments(task);
    let class = port::cancelled_error();
    let exception = if msg == port::none() { class } else { port::call(class, &[msg]) };
    port::truth(Gc::<Task>::from_obj(task).cancel_with(exception))
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
