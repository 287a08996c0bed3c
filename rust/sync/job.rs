//! A job that another thread does: to_thread and run_in_executor. The thread leaves its outcome here, and the loop wakes who waits.

use crate::awaitables::coroutine;
use crate::awaitables::hand_over::tell_loop;
use crate::awaitables::waiter::{self, Line, Primitive, Waiter};
use crate::host::object::{Gc, MaybeObj, Obj, Raise, Result};
use crate::host::port::{self, Resumed};
use crate::tasks::create_task;
use crate::tasks::state::{state, State};
use core::cell::Cell;

#[repr(C)]
pub struct Job {
    line: Line,
    /// Its value or exception. None until it is done.
    outcome: Cell<MaybeObj>,
    failed: Cell<bool>,
}

/// Nobody waits by its waiter.
impl Primitive for Job {
    fn outcome(_: Gc<Job>, _: Gc<Waiter>, _: &State, _: bool) -> Resumed {
        Resumed::Returned(port::none())
    }

    fn taken_over(this: Gc<Job>) -> Result<()> {
        this.line.wake_all(state());
        Ok(())
    }
}

/// Waits for the outcome, after letting the thread begin if `start` is its function and arguments.
async fn wait(job: Gc<Job>, start: Option<(Obj, Obj)>) -> Obj {
    if let Some((function, arguments)) = start {
        port::call_with_list(function, arguments);
    }
    loop {
        if let Some(outcome) = job.outcome.get() {
            return port::or_raise(if job.failed.get() { Err(Raise(outcome)) } else { Ok(outcome) });
        }
        let (_, result) = waiter::wait_in(waiter::line_of(job)).await;
        port::or_raise(result);
    }
}

/// A new job, which nobody does yet. Raises MemoryError. Allocates.
#[no_mangle]
pub extern "C" fn uasyncio_job_new() -> Obj {
    waiter::make::<Job>().as_obj()
}

/// `to_thread(function, *args, **kw)`: a coroutine that calls `start` with the items of a list, which lets a thread begin, and whose
/// outcome is that of the job. It raises what `start` raises. Raises MemoryError. Allocates.
///
/// # Safety
/// `job` is one, and `arguments` a list that nobody else has.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_job_run(job: Obj, start: Obj, arguments: Obj) -> Obj {
    coroutine::new(wait(Gc::from_obj(job), Some((start, arguments)))).as_obj()
}

/// `Loop.run_in_executor(None, function, *args)`: a task of the same outcome; the thread has begun. Raises MemoryError. Allocates.
///
/// # Safety
/// `job` is one.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_job_task(job: Obj) -> Obj {
    create_task::new_task(coroutine::new(wait(Gc::from_obj(job), None)).as_obj()).as_obj()
}

/// The thread is done: with a value, or with an exception if it has `failed`. Called by that thread.
///
/// # Safety
/// `job` is one.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_job_end(job: Obj, outcome: Obj, failed: bool) {
    let job = Gc::<Job>::from_obj(job);
    tell_loop(job, |_| {
        job.failed.set(failed);
        job.outcome.set(Some(outcome));
    });
}
