//! Loop: what `get_event_loop()` returns, a class whose functions act on the one loop there is; and the exceptions that
//! nobody retrieves.

use crate::coroutine;
use crate::object::{Gc, Obj, Result};
use crate::port::{self, Name};
use crate::scheduler::{self, give, State};
use crate::task::Task;

/// What the exception handler is told of a task whose exception nobody retrieved. Allocates.
pub fn context(task: Gc<Task>) -> Result {
    let message = port::text(c"Task exception wasn't retrieved")?;
    port::new_dict(&[
        [port::name(Name::Message), message],
        [port::name(Name::Exception), task.data.get()],
        [port::name(Name::Future), task.as_obj()],
    ])
}

/// Calls the exception handler, or prints to standard error.
pub fn report(state: &State, context: Obj) -> Result<()> {
    match state.exception_handler.get() {
        Some(handler) => port::call(handler, &[port::loop_class(), context]).map(drop),
        None => print(context),
    }
}

fn print(context: Obj) -> Result<()> {
    let get = |name| port::item(context, port::name(name));
    let task = get(Name::Future)?;
    port::print_object(get(Name::Message)?)?;
    port::print(c"\nfuture: ")?;
    port::print_object(task)?;
    port::print(c" coro= ")?;
    port::print_object(port::attr(task, Name::Coro)?)?;
    port::print(c"\n")?;
    port::print_exception(get(Name::Exception)?)
}

async fn nothing() -> Result {
    Ok(port::none())
}

/// `Loop.run_forever()`: makes the task whose end ends the loop, for `uasyncio_run_begin`. `Loop.stop()` schedules it.
/// Allocates.
#[no_mangle]
pub extern "C" fn uasyncio_loop_stopper() -> Obj {
    let stopper = || {
        let task = Task::new(coroutine::new(nothing())?.as_obj())?;
        scheduler::state().stop_task.set(Some(task));
        Ok(task.as_obj())
    };
    give(stopper())
}

/// `Loop.stop()`: `run_forever` returns after this round. Does nothing when called again.
#[no_mangle]
pub extern "C" fn uasyncio_loop_stop() -> Obj {
    let state = scheduler::state();
    if let Some(task) = state.stop_task.take() {
        state.make_ready(task);
    }
    port::none()
}

/// `Loop.set_exception_handler(handler)`; None for the default one.
#[no_mangle]
pub extern "C" fn uasyncio_loop_set_exception_handler(handler: Obj) -> Obj {
    let handler = Some(handler).filter(|&handler| handler != port::none());
    scheduler::state().exception_handler.set(handler);
    port::none()
}

/// `Loop.get_exception_handler()`: None for the default one.
#[no_mangle]
pub extern "C" fn uasyncio_loop_get_exception_handler() -> Obj {
    scheduler::state().exception_handler.get().unwrap_or(port::none())
}

/// `Loop.call_exception_handler(context)`. Raises what the handler raises. Runs Python code.
#[no_mangle]
pub extern "C" fn uasyncio_loop_call_exception_handler(context: Obj) -> Obj {
    give(report(scheduler::state(), context).map(|()| port::none()))
}

/// `Loop.default_exception_handler(loop, context)`: prints the message, the task and the exception to `sys.stderr`.
#[no_mangle]
pub extern "C" fn uasyncio_loop_default_exception_handler(_loop: Obj, context: Obj) -> Obj {
    give(print(context).map(|()| port::none()))
}

/// `new_event_loop()`: forgets all scheduled tasks and returns the Loop class.
#[no_mangle]
pub extern "C" fn uasyncio_new_event_loop() -> Obj {
    scheduler::state().reset();
    port::loop_class()
}
