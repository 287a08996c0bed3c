//! wait_for and wait_for_ms.

use crate::coroutine;
use crate::object::{Gc, Obj, Result};
use crate::port::{self, Exception};
use crate::scheduler::{self, give};
use crate::sleep;
use crate::task::{join, Task};

/// Waits for the awaitable in the place of the task that waits for it or the timeout, and wakes that task.
///
/// It is a task of its own because upstream's is: the turns that it takes show in the order of everything else.
async fn runner(waiter: Gc<Task>, task: Gc<Task>) -> Result {
    // The outcome stays in the task, for the waiter to take.
    let _ = join(task).await;
    if waiter.data.get() == port::none() && !waiter.is_done() {
        // It still sleeps.
        scheduler::state().wake_sleeper(waiter);
    }
    Ok(port::none())
}

/// How a timeout is given: the conversion to milliseconds. None is no limit.
type Unit = fn(Obj) -> Result<isize>;

async fn wait_for(awaitable: Obj, timeout: Obj, unit: Unit) -> Result {
    let state = scheduler::state();
    if timeout == port::none() {
        return join(scheduler::promote_to_task(awaitable)?).await;
    }
    // Before the first task is made, so that a wrong timeout leaves nothing behind.
    let ms = unit(timeout)?;
    let task = scheduler::promote_to_task(awaitable)?;
    let waiter = scheduler::current(state)?;
    let runner = scheduler::create_task(coroutine::new(runner(waiter, task))?.as_obj())?;
    if let Err(exception) = sleep::sleep(sleep::until(state, ms)?).await {
        // Cancelled from outside: the awaitable is cancelled, too.
        runner.cancel()?;
        return Err(exception);
    }
    if runner.is_done() && task.is_done() {
        return task.outcome();
    }
    runner.cancel()?;
    join(runner).await?;
    Err(port::exception(Exception::TimeoutError, None))
}

/// `wait_for(awaitable, seconds)`: a coroutine. Raises asyncio.TimeoutError when the time is over first, after the
/// awaitable was cancelled. `seconds` may be None, for no limit. Raises TypeError, OverflowError. Allocates.
#[no_mangle]
pub extern "C" fn uasyncio_wait_for(awaitable: Obj, seconds: Obj) -> Obj {
    make(awaitable, seconds, port::get_milliseconds)
}

/// `wait_for_ms(awaitable, ms)`: as `wait_for`, with milliseconds.
#[no_mangle]
pub extern "C" fn uasyncio_wait_for_ms(awaitable: Obj, ms: Obj) -> Obj {
    make(awaitable, ms, port::get_int)
}

fn make(awaitable: Obj, timeout: Obj, unit: Unit) -> Obj {
    give(coroutine::new(wait_for(awaitable, timeout, unit)).map(Gc::as_obj))
}
