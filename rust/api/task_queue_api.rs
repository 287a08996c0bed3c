//! What Python sees of a TaskQueue.

use crate::awaitables::coroutine;
use crate::host::object::{Gc, MaybeObj, Obj};
use crate::host::port::{self, Exception};
use crate::host::text::text;
use crate::queues::ticks::Instant;
use crate::tasks::create_task;
use crate::tasks::state::state;
use crate::tasks::task_queue::TaskQueue;

/// `TaskQueue.push(task[, ph_key])`. `ph_key` is in ticks (milliseconds), MP_OBJ_NULL for now. Raises TypeError.
///
/// # Safety
/// `queue` is a TaskQueue.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_task_queue_push(queue: Obj, task: Obj, ph_key: MaybeObj) -> Obj {
    let queue = Gc::<TaskQueue>::from_obj(queue);
    let state = state();
    state.exact_times.set(true);
    let task = create_task::expect_task(task);
    // What has become of a task that is done is not to be forgotten.
    let outcome = task.is_done().then(|| task.data.get());
    match ph_key {
        None => state.push(queue, task),
        Some(key) => {
            let key = port::get_int(key) as usize & port::ticks_mask();
            state.push_at(queue, task, Instant::from_ticks(key, port::ticks_mask()));
        }
    }
    if let Some(outcome) = outcome {
        task.data.set(outcome);
    }
    port::none()
}

/// `TaskQueue.pop()`. Raises IndexError when it is empty.
///
/// # Safety
/// `queue` is a TaskQueue.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_task_queue_pop(queue: Obj) -> Obj {
    let Some(task) = Gc::<TaskQueue>::from_obj(queue).pop() else {
        port::fail(Exception::IndexError, text!("empty heap"));
    };
    state().forget(task);
    coroutine::expose(task)
}

/// `TaskQueue.peek()`: the head, or None.
///
/// # Safety
/// `queue` is a TaskQueue.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_task_queue_peek(queue: Obj) -> Obj {
    Gc::<TaskQueue>::from_obj(queue).peek().map_or(port::none(), coroutine::expose)
}

/// `TaskQueue.remove(task)`. Does nothing when the task is not in this queue. Raises TypeError.
///
/// # Safety
/// `queue` is a TaskQueue.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_task_queue_remove(queue: Obj, task: Obj) -> Obj {
    let queue = Gc::<TaskQueue>::from_obj(queue);
    let task = create_task::expect_task(task);
    if queue.remove(task) {
        state().forget(task);
    }
    port::none()
}
