//! wait_for and wait_for_ms.

use crate::api::state::{state, State};
use crate::awaitables::coroutine;
use crate::awaitables::sleep;
use crate::awaitables::suspend::Join;
use crate::host::object::{arguments, Gc, Obj, Raise};
use crate::host::port::{self, or_raise, Exception};
use crate::tasks::create_task;
use crate::tasks::task::Task;

/// Waits for the awaitable in the place of the task that waits for it or the timeout, and wakes that task.
///
/// It is a task of its own because upstream's is: the turns that it takes show in the order of everything else.
async fn run(waiter: Gc<Task>, task: Gc<Task>) -> Obj {
    let outcome = Join(task).await;
    if waiter.data.get() == port::none() && !waiter.is_done() {
        // It still sleeps.
        state().wake_sleeper(waiter);
    }
    match outcome {
        // It could not be waited on: a gather does. Its outcome, should it have one by then, is not for the waiter. And when it has
        // ended a run, that exception is for nobody.
        Err(Raise(exception)) if !task.is_done() || port::is_cancelled(Raise(exception)) => exception,
        // The outcome stays in the task, for the waiter to take.
        _ => port::none(),
    }
}

/// A task for `run`, which is not scheduled: one that an earlier call is done with, or a new one.
fn new_runner(state: &State, waiter: Gc<Task>, task: Gc<Task>) -> Gc<Task> {
    let home = &state.spare_run;
    // SAFETY: it is for this future only, and in the state, which is there for ever.
    let coroutine = unsafe { coroutine::inner(home, run(waiter, task)) };
    let runner = match state.spare_runner.take() {
        Some(runner) => runner,
        None => Task::new(coroutine.as_obj()),
    };
    runner.restart(coroutine.as_obj());
    runner
}

/// Keeps a runner that is done for the next call, unless Python has got hold of it: then its coroutine has not come home.
fn keep_runner(state: &State, runner: Gc<Task>) {
    if state.spare_run.get().is_some_and(|spare| spare.as_obj() == runner.coro.get()) {
        state.spare_runner.set(Some(runner));
    }
}

/// How a timeout is given: the conversion to milliseconds. None is no limit.
type Unit = fn(Obj) -> isize;

async fn wait_for(awaitable: Obj, timeout: Obj, unit: Unit) -> Obj {
    let state = state();
    // What may fail comes before anything is scheduled: an awaitable that began, and that nobody limits or knows of, would
    // be left behind.
    let Some(ms) = sleep::limit(timeout, unit) else {
        return or_raise(Join(create_task::promote_to_task(awaitable)).await);
    };
    let (task, is_new) = create_task::prepare(awaitable);
    let waiter = state.current();
    let runner = new_runner(state, waiter, task);
    if is_new {
        state.make_ready(task);
    }
    state.make_ready(runner);
    // Not sooner: the sleep would be due before the runner when the clock goes on in between, and a runner that is cancelled
    // before its first turn limits nothing.
    let until = sleep::until(state, ms);
    if let Err(exception) = sleep::sleep(until).await {
        // Cancelled from outside: the awaitable is cancelled, too. Whatever this task does next is none of the runner's
        // business.
        runner.coro.set(sleep::done());
        runner.cancel();
        port::raise(exception);
    }
    if runner.is_done() {
        keep_runner(state, runner);
        let failure = runner.data.get();
        return or_raise(if failure == port::none() { task.outcome() } else { Err(Raise(failure)) });
    }
    runner.cancel();
    or_raise(Join(runner).await);
    keep_runner(state, runner);
    port::raise(port::exception(Exception::TimeoutError, None))
}

/// What upstream's wait_for runs beside a sleep: the end of the sleep brings the outcome.
async fn run_beside(waiter: Gc<Task>, task: Gc<Task>) -> Obj {
    let (status, result) = match Join(task).await {
        Ok(value) => (port::truth(true), value),
        Err(Raise(exception)) => (exception, port::none()),
    };
    if waiter.data.get() == port::none() && waiter.cancel() {
        waiter.data.set(port::call(port::cancelled_error(), &[status, result]));
    }
    port::none()
}

/// `funcs._run(waiter, awaitable)`: a coroutine that waits for the awaitable, and cancels a task that sleeps meanwhile by a
/// CancelledError of two arguments: True and the value, or the exception and None. Raises TypeError. Allocates.
#[no_mangle]
pub extern "C" fn uasyncio_run_beside(waiter: Obj, awaitable: Obj) -> Obj {
    let waiter = create_task::expect_task(waiter);
    coroutine::new(run_beside(waiter, create_task::promote_to_task(awaitable))).as_obj()
}

/// `wait_for(awaitable, seconds)`: a coroutine. Raises asyncio.TimeoutError when the time is over first, after the
/// awaitable was cancelled. `seconds` may be None, for no limit. Raises TypeError, OverflowError. Allocates the
/// task, and what else it needs unless an earlier call is done with it.
///
/// # Safety
/// `args` points to the two.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_wait_for(args: *const Obj) -> Obj {
    make(arguments(args), port::get_milliseconds)
}

/// `wait_for_ms(awaitable, ms)`: as `wait_for`, with milliseconds.
///
/// # Safety
/// `args` points to the two.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_wait_for_ms(args: *const Obj) -> Obj {
    make(arguments(args), port::get_int)
}

fn make([awaitable, timeout]: [Obj; 2], unit: Unit) -> Obj {
    let state = state();
    // SAFETY: it is for this future only, and in the state, which is there for ever.
    unsafe { coroutine::spare_or_new(&state.spare_wait_for, wait_for(awaitable, timeout, unit)) }.as_obj()
}
