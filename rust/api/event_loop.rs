//! Loop: what `get_event_loop()` returns, a class whose functions act on the one loop there is; and the exceptions that
//! nobody retrieves.

use crate::awaitables::coroutine;
use crate::host::object::{Gc, MaybeObj, Obj, Result};
use crate::host::port::{self, Name};
use crate::host::text::text;
use crate::io::io_queue::{self, state};
use crate::tasks::task::Task;

/// What the exception handler is told of a task whose exception nobody retrieved. Raises MemoryError. Allocates, unless a
/// program has got hold of `core._exc_context`.
pub fn context(task: Gc<Task>) -> Obj {
    let context = state().exc_context.get().unwrap_or_else(new_context);
    port::set_item(context, port::name(Name::Exception), task.data.get());
    port::set_item(context, port::name(Name::Future), task.as_obj());
    context
}

/// `core._exc_context`, which programs seldom ask for: a new dict, of no exception. Raises MemoryError. Allocates.
pub fn new_context() -> Obj {
    let message = port::text(text!("Task exception wasn't retrieved"));
    // "message", "exception", "future".
    port::new_dict(Name::Message, &[message, port::none(), port::none()])
}

/// Reports an exception. Programs may replace what does it, as everything in `Loop`. Raises what that raises.
pub fn report(context: Obj) {
    port::call_method(port::loop_class(), Name::CallExceptionHandler, &[context]);
}

/// Reports the exception of a callback, which belongs to a task or to None, unless it is one that ends the loop: that is raised. Raises
/// MemoryError, and as [`report`]. Allocates.
pub fn end_callback(called: Result, future: Obj) {
    let Err(exception) = called else { return };
    if port::is_fatal(exception) {
        port::raise(exception);
    }
    let message = port::text(text!("Exception in callback"));
    // "message", "exception", "future".
    report(port::new_dict(Name::Message, &[message, exception.0, future]));
}

/// Calls a callback that belongs to no task, with the items of a list if there is one. Raises and allocates as [`end_callback`].
pub fn call_back(function: Obj, arguments: MaybeObj) {
    let called = port::attempt(|| match arguments {
        None => port::call(function, &[]),
        Some(list) => port::call_with_list(function, list),
    });
    end_callback(called, port::none());
}

fn print(context: Obj) {
    let get = |name| port::item(context, port::name(name));
    let task = get(Name::Future);
    port::print_object(get(Name::Message));
    if task != port::none() {
        port::print(text!("\nfuture: "));
        port::print_object(task);
        // A Future has no coroutine.
        if port::has(task, Name::Coro) {
            port::print(text!(" coro= "));
            port::print_object(port::attr(task, Name::Coro));
        }
    }
    port::print(text!("\n"));
    port::print_exception(get(Name::Exception));
}

/// `Loop.run_forever()`: makes the task whose end ends the loop, for `uasyncio_run_begin`. `Loop.stop()` schedules it.
/// Allocates.
#[no_mangle]
pub extern "C" fn uasyncio_loop_stopper() -> Obj {
    let task = Task::new(uasyncio_stopper());
    state().stop_task.set(Some(task));
    task.as_obj()
}

/// `core._stopper()`: a coroutine that returns at once. Allocates.
#[no_mangle]
pub extern "C" fn uasyncio_stopper() -> Obj {
    coroutine::value(port::none()).as_obj()
}

/// `Loop.stop()`: `run_forever` returns after this round. Does nothing when called again.
#[no_mangle]
pub extern "C" fn uasyncio_loop_stop() -> Obj {
    let state = state();
    if let Some(task) = state.stop_task.take() {
        state.make_ready(task);
    }
    port::none()
}

/// `Loop.set_exception_handler(handler)`; None for the default one. Allocates.
#[no_mangle]
pub extern "C" fn uasyncio_loop_set_exception_handler(handler: Obj) -> Obj {
    port::set_attr(port::loop_class(), Name::ExcHandler, handler);
    port::none()
}

/// `Loop.get_exception_handler()`: None for the default one.
#[no_mangle]
pub extern "C" fn uasyncio_loop_get_exception_handler() -> Obj {
    port::attr(port::loop_class(), Name::ExcHandler)
}

/// `Loop.call_exception_handler(context)`: calls the exception handler, or prints to standard error. Raises what they raise.
#[no_mangle]
pub extern "C" fn uasyncio_loop_call_exception_handler(context: Obj) -> Obj {
    let (handler, args) = (uasyncio_loop_get_exception_handler(), [port::loop_class(), context]);
    if port::is_true(handler) {
        port::call(handler, &args)
    } else {
        port::call_method(port::loop_class(), Name::DefaultExceptionHandler, &args)
    };
    port::none()
}

/// `Loop.default_exception_handler(loop, context)`: prints the message, the task and the exception to `sys.stderr`.
#[no_mangle]
pub extern "C" fn uasyncio_loop_default_exception_handler(_loop: Obj, context: Obj) -> Obj {
    print(context);
    port::none()
}

/// `new_event_loop()`: forgets all scheduled tasks and returns the Loop class.
#[no_mangle]
pub extern "C" fn uasyncio_new_event_loop() -> Obj {
    let state = state();
    state.task_queue.clear();
    state.next_round.set(None);
    io_queue::clear(state);
    state.flags.clear();
    state.end_round();
    port::loop_class()
}
