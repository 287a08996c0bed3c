//! `uasyncio_port.h`: Python code, exceptions and standard error.

use std::ffi::{c_char, c_int, c_void, CStr};
use std::ptr;

use super::catch;
use super::exception::{self, class_of, fail, with_message, with_value, Class};
use super::imports::{by_value, given, or_raise, point};
use super::object::{self, none, small_int, Value};
use super::script::{self, already_executing};
use super::world::world;
use uasyncio::api::event_loop;
use uasyncio::host::object::{Obj, Raise, Result};
use uasyncio::host::port::{Exception, How, Name, Resumed, Type};

fn write_resumed(resumed: Resumed, result: *mut Obj) -> How {
    let (how, value) = match resumed {
        Resumed::Returned(value) => (How::Returned, value),
        Resumed::Yielded => (How::Yielded, none()),
        Resumed::Raised(Raise(exception)) => (How::Raised, exception),
    };
    // SAFETY: the library passes the address of its result.
    unsafe { result.write(value) };
    how
}

#[no_mangle]
extern "C" fn uasyncio_port_catch(run: extern "C" fn(*mut c_void), data: *mut c_void) -> *mut c_void {
    match catch::call(|| run(data)) {
        Ok(()) => ptr::null_mut(),
        Err(Raise(exception)) => exception.as_ptr(),
    }
}

/// As the run loop gets it: an exception that is a class becomes an instance, as in a generator.
fn resume(coroutine: *mut c_void, exception: *mut c_void) -> Resumed {
    let thrown = Obj::new(exception).map(exception::make);
    match object::type_of(given(coroutine)) {
        Type::Coroutine | Type::Sleep | Type::Waiter => script::send(given(coroutine), thrown),
        _ => script::resume(given(coroutine), thrown),
    }
}

#[no_mangle]
extern "C" fn uasyncio_port_resume(coroutine: *mut c_void, exception: *mut c_void, result: *mut Obj) -> How {
    point();
    if let Some(Value::Script(script)) = object::value(given(coroutine)) {
        if script.is_running() {
            catch::raise(already_executing());
        }
    }
    write_resumed(resume(coroutine, exception), result)
}

#[no_mangle]
extern "C" fn uasyncio_port_is_coroutine(object: *mut c_void) -> bool {
    let of = object::type_of(given(object));
    matches!(of, Type::Coroutine | Type::Sleep | Type::Waiter)
        || matches!(object::value(given(object)), Some(Value::Script(_)))
}

fn args<'a>(n: usize, args: *const Obj) -> &'a [Obj] {
    if n == 0 {
        return &[];
    }
    // SAFETY: the library passes n objects.
    unsafe { std::slice::from_raw_parts(args, n) }
}

#[no_mangle]
extern "C" fn uasyncio_port_call(function: *mut c_void, n_args: usize, from: *const Obj) -> *mut c_void {
    let called = match object::value(given(function)) {
        Some(Value::Function(function)) => function(args(n_args, from)),
        _ => fail(Class::TypeError, "object not callable"),
    };
    or_raise(called).as_ptr()
}

fn call_method(object: *mut c_void, name: Name, n: usize, from: *const Obj) -> Result {
    let args = args((n & 0xff) + 2 * (n >> 8), from);
    match object::value(given(object)) {
        Some(Value::Stream(stream)) => stream.call(name, args),
        Some(Value::LoopClass) => Ok(match name {
            Name::CallExceptionHandler => event_loop::uasyncio_loop_call_exception_handler(args[0]),
            _ => event_loop::uasyncio_loop_default_exception_handler(args[0], args[1]),
        }),
        Some(Value::Method(method, function)) if *method as u32 == name as u32 => function(args),
        _ => fail(Class::AttributeError, "no such method"),
    }
}

#[no_mangle]
extern "C" fn uasyncio_port_call_method(
    object: *mut c_void,
    name: Name,
    n: usize,
    args: *const Obj,
) -> *mut c_void {
    or_raise(call_method(object, name, n, args)).as_ptr()
}

#[no_mangle]
extern "C" fn uasyncio_port_try_method(
    object: *mut c_void,
    name: Name,
    n: usize,
    args: *const Obj,
    result: *mut Obj,
) -> *mut c_void {
    by_value(call_method(object, name, n, args), result)
}

#[no_mangle]
extern "C" fn uasyncio_port_has(object: *mut c_void, name: Name) -> bool {
    match object::value(given(object)) {
        Some(Value::Script(_)) => matches!(name, Name::Close),
        Some(Value::Method(method, _)) => *method as u32 == name as u32,
        _ => object::type_of(given(object)) == Type::Task && matches!(name, Name::Coro),
    }
}

#[no_mangle]
extern "C" fn uasyncio_port_is_callable(object: *mut c_void) -> bool {
    matches!(object::value(given(object)), Some(Value::Function(_) | Value::Class(_)))
}

#[no_mangle]
extern "C" fn uasyncio_port_attr(object: *mut c_void, name: Name) -> *mut c_void {
    let value = match (object::type_of(given(object)), name) {
        (Type::Task, Name::Coro) => Ok(unsafe { uasyncio::api::task_api::uasyncio_task_coro(given(object)) }),
        (_, Name::ExcHandler) => Ok(world().exc_handler.get().unwrap_or_else(none)),
        _ => fail(Class::AttributeError, "no such attribute"),
    };
    or_raise(value).as_ptr()
}

#[no_mangle]
extern "C" fn uasyncio_port_set_attr(_: *mut c_void, _: Name, value: *mut c_void) {
    world().exc_handler.set(Obj::new(value));
}

#[no_mangle]
extern "C" fn uasyncio_port_import(_: Name) -> *mut c_void {
    or_raise(fail::<Obj>(Class::ImportError, "no such module")).as_ptr()
}

#[no_mangle]
extern "C" fn uasyncio_port_exception(class: Exception, message: *const c_char) -> *mut c_void {
    let class = Class::from(class);
    let Raise(exception) = if message.is_null() {
        exception::exception(class)
    } else {
        // SAFETY: it is static text.
        with_message(class, &unsafe { CStr::from_ptr(message) }.to_string_lossy())
    };
    exception.as_ptr()
}

#[no_mangle]
extern "C" fn uasyncio_port_new_stop_iteration(value: *mut c_void) -> *mut c_void {
    with_value(Class::StopIteration, given(value)).0.as_ptr()
}

#[no_mangle]
extern "C" fn uasyncio_port_is_exception(exception: *mut c_void, class: Exception) -> bool {
    exception::is_a(Raise(given(exception)), class.into())
}

#[no_mangle]
extern "C" fn uasyncio_port_make_exception(object: *mut c_void) -> *mut c_void {
    exception::make(given(object)).0.as_ptr()
}

fn value_of(exception: *mut c_void) -> Obj {
    match object::value(given(exception)) {
        Some(Value::Exception(exception)) => exception.value,
        _ => none(),
    }
}

#[no_mangle]
extern "C" fn uasyncio_port_errno(exception: *mut c_void) -> c_int {
    match class_of(given(exception)) {
        Some(Class::OsError) => small_int(value_of(exception)).unwrap_or(0) as c_int,
        _ => 0,
    }
}

// Exceptions have no tracebacks here.
#[no_mangle]
extern "C" fn uasyncio_port_cut_traceback(_exception: *mut c_void, _len: usize) -> usize {
    0
}

#[no_mangle]
extern "C" fn uasyncio_port_raise(exception: *mut c_void) -> ! {
    catch::raise(exception::make(given(exception)))
}

#[no_mangle]
extern "C" fn uasyncio_port_stop(value: *mut c_void) -> *mut c_void {
    world().stop_value.set(Obj::new(value));
    ptr::null_mut()
}

fn print(text: &str) {
    world().stderr.borrow_mut().push_str(text);
}

#[no_mangle]
extern "C" fn uasyncio_port_print(text: *const c_char) {
    // SAFETY: it is static text.
    print(&unsafe { CStr::from_ptr(text) }.to_string_lossy())
}

#[no_mangle]
extern "C" fn uasyncio_port_print_object(object: *mut c_void) {
    print(&object::text(given(object)))
}

#[no_mangle]
extern "C" fn uasyncio_port_print_exception(exception: *mut c_void) {
    print(&(object::text(given(exception)) + "\n"))
}
