//! The only door to the host: safe wrappers over the functions of `uasyncio_port.h`.
//!
//! What fails leaves by `longjmp`, as all of MicroPython does: a function that says "raises" may not return. Who has to
//! go on after a failure calls it through [`catch`]. Nothing in this crate needs dropping, so a jump loses nothing.

use crate::host::object::{Gc, Obj, Raise, Result};
use crate::queues::ticks::Instant;
use core::{ffi::c_void, ptr::NonNull};

#[allow(non_camel_case_types, non_upper_case_globals, dead_code)]
mod sys {
    include!(concat!(env!("OUT_DIR"), "/port.rs"));
}

pub use sys::{
    uasyncio_exception as Exception, uasyncio_name as Name, uasyncio_resumed as How, uasyncio_type as Type,
    uasyncio_watch as Watch, UASYNCIO_POLL_NVAL as POLL_NVAL, UASYNCIO_POLL_READ as POLL_READ,
    UASYNCIO_POLL_WRITE as POLL_WRITE, UASYNCIO_PORT_INTERFACE as INTERFACE,
};

macro_rules! host {
    ($name:ident($($argument:expr),*)) => {{
        // SAFETY: the arguments are what `uasyncio_port.h` asks for: objects, and pointers valid for the call.
        unsafe { sys::$name($($argument),*) }
    }};
}

mod exceptions;
mod values;
mod waiting;
pub use exceptions::*;
pub use values::*;
pub use waiting::*;

/// How a coroutine stopped. In the order of `enum uasyncio_resumed`.
pub enum Resumed {
    Returned(Obj),
    Yielded,
    Raised(Raise),
}

impl Resumed {
    /// How something stopped that has a value, fails, or has to wait.
    pub fn with(result: Result<Option<Obj>>) -> Resumed {
        match result {
            Ok(Some(value)) => Resumed::Returned(value),
            Ok(None) => Resumed::Yielded,
            Err(exception) => Resumed::Raised(exception),
        }
    }
}

fn given(raw: *mut c_void) -> Obj {
    // SAFETY: where the host gives an object it gives no MP_OBJ_NULL.
    unsafe { Obj::new(raw).unwrap_unchecked() }
}

fn raw(object: Option<Obj>) -> *mut c_void {
    object.map_or(core::ptr::null_mut(), Obj::as_ptr)
}

fn no_value(exception: *mut c_void) -> Result<()> {
    Obj::new(exception).map_or(Ok(()), |exception| Err(Raise(exception)))
}

/// Calls `run(data)`, which may raise, and returns the exception as a value.
///
/// # Safety
/// The call is safe.
pub unsafe fn catch(run: unsafe extern "C" fn(*mut c_void), data: *mut c_void) -> Result<()> {
    no_value(host!(uasyncio_port_catch(Some(run), data)))
}

/// Calls what may raise, and returns the exception as a value. (What is `Copy` needs no dropping when it is jumped over.)
pub fn attempt<T: Copy, F: FnOnce() -> T + Copy>(function: F) -> Result<T> {
    struct Call<F, T> {
        function: F,
        value: Option<T>,
    }
    unsafe extern "C" fn run<T: Copy, F: FnOnce() -> T + Copy>(call: *mut c_void) {
        let call = call.cast::<Call<F, T>>();
        (*call).value = Some(((*call).function)());
    }
    let mut call = Call { function, value: None };
    // SAFETY: the data is what `run` of these types takes.
    unsafe { catch(run::<T, F>, (&raw mut call).cast()) }?;
    // SAFETY: it has returned, so the value is there.
    Ok(unsafe { call.value.unwrap_unchecked() })
}

fn constants() -> &'static sys::uasyncio_port_const {
    // SAFETY: the host defines the constants in its read-only data.
    unsafe { &sys::uasyncio_port_const }
}

const OBJECTS_A: bool = cfg!(feature = "objects-a");

/// One of the objects that MicroPython's object representation A has as numbers, by what it calls `MP_OBJ_NEW_IMMEDIATE_OBJ`.
const fn immediate(number: usize) -> *mut c_void {
    core::ptr::without_provenance_mut(number << 3 | 6)
}

pub fn none() -> Obj {
    given(if OBJECTS_A { immediate(0) } else { constants().none })
}

pub fn truth(value: bool) -> Obj {
    given(match (OBJECTS_A, value) {
        (true, false) => immediate(1),
        (true, true) => immediate(3),
        (false, false) => constants().false_,
        (false, true) => constants().true_,
    })
}

pub fn empty_bytes() -> Obj {
    given(constants().empty_bytes)
}

pub fn cancelled_error() -> Obj {
    given(constants().cancelled_error)
}

pub fn loop_class() -> Obj {
    given(constants().loop_class)
}

/// Whether each primitive and each future comes to `uasyncio_freed` before it is freed.
pub fn tells_what_is_freed() -> bool {
    constants().tells_what_is_freed != 0
}

/// What makes the exception that is raised when a stream ends before all was read, unless it is an EOFError.
pub fn incomplete_read_error() -> Option<Obj> {
    Obj::new(constants().incomplete_read_error)
}

pub fn ticks_mask() -> usize {
    constants().ticks_mask
}

/// Milliseconds between two questions to streams that do not report by themselves; [`FOREVER`] if waiting ends by itself.
pub fn poll_period() -> usize {
    constants().poll_period
}

pub fn einprogress() -> i32 {
    constants().einprogress
}

/// The words for calls that others ask for, and how many calls there is room for.
pub fn calls() -> (*mut c_void, usize) {
    (constants().calls, constants().n_calls)
}

/// The library's state. Zero when the virtual machine starts.
pub fn state() -> *mut c_void {
    constants().state
}

pub fn init<T>(object: &T, of: Type) {
    host!(uasyncio_port_init(core::ptr::from_ref(object).cast_mut().cast(), of))
}

/// A new instance, zero but for the host's first word. Raises MemoryError.
pub fn new_sized<T>(of: Type, size: usize) -> Gc<T> {
    debug_assert!(size >= core::mem::size_of::<T>());
    let pointer = host!(uasyncio_port_new(of, size)).cast();
    // SAFETY: the host gave an object of this size, zeroed, and all-zero is a valid value of each of our types.
    unsafe { Gc::from_ptr(NonNull::new_unchecked(pointer)) }
}

pub fn new<T>(of: Type) -> Gc<T> {
    new_sized(of, core::mem::size_of::<T>())
}

pub fn type_of(object: Obj) -> Type {
    host!(uasyncio_port_type(object.as_ptr()))
}

/// The instance of our type behind an object, also when its class is a Python subclass.
pub fn native<T>(object: Obj, of: Type) -> Option<Gc<T>> {
    let pointer = NonNull::new(host!(uasyncio_port_native(object.as_ptr(), of)));
    // SAFETY: the host has checked that it is an instance of `of`, which the caller pairs with `T`.
    pointer.map(|pointer| unsafe { Gc::from_ptr(pointer.cast()) })
}

pub fn int(value: isize) -> Obj {
    given(host!(uasyncio_port_int(value)))
}

/// Raises TypeError, OverflowError.
pub fn get_int(object: Obj) -> isize {
    host!(uasyncio_port_get_int(object.as_ptr()))
}

/// Raises TypeError, OverflowError.
pub fn get_milliseconds(seconds: Obj) -> isize {
    host!(uasyncio_port_get_milliseconds(seconds.as_ptr()))
}

pub fn is_true(object: Obj) -> bool {
    host!(uasyncio_port_is_true(object.as_ptr()))
}

pub fn name(name: Name) -> Obj {
    given(host!(uasyncio_port_name(name)))
}

/// Runs a coroutine to its next yield. Raises in rare cases only: the stack is exhausted, it
/// runs already.
pub fn resume(coroutine: Obj, exception: Option<Obj>) -> Resumed {
    let mut result = core::ptr::null_mut();
    match host!(uasyncio_port_resume(coroutine.as_ptr(), raw(exception), &mut result)) {
        How::Yielded => Resumed::Yielded,
        How::Returned => Resumed::Returned(given(result)),
        How::Raised => Resumed::Raised(Raise(given(result))),
    }
}

/// Whether an object can be a task's coroutine: one of our awaitables, or anything with a `send` method.
pub fn is_coroutine(object: Obj) -> bool {
    host!(uasyncio_port_is_coroutine(object.as_ptr()))
}

/// Raises what the function raises; so all that follow until [`new_list`].
pub fn call(function: Obj, args: &[Obj]) -> Obj {
    given(host!(uasyncio_port_call(function.as_ptr(), args.len(), args.as_ptr().cast())))
}

/// Calls a function with the items of a list made by [`new_list`].
pub fn call_with_list(function: Obj, list: Obj) -> Obj {
    let items = list_items(list);
    given(host!(uasyncio_port_call(function.as_ptr(), items.len(), items.as_ptr().cast())))
}

pub fn call_method(object: Obj, name: Name, args: &[Obj]) -> Obj {
    given(host!(uasyncio_port_call_method(object.as_ptr(), name, args.len(), args.as_ptr().cast())))
}

/// As [`call_method`], with the exception as a value. The last `2 * n_kw` of `args` are names and their objects.
pub fn try_method(object: Obj, name: Name, args: &[Obj], n_kw: usize) -> Result {
    let (n, mut result) = ((args.len() - 2 * n_kw) | (n_kw << 8), core::ptr::null_mut());
    let args = args.as_ptr().cast();
    no_value(host!(uasyncio_port_try_method(object.as_ptr(), name, n, args, &mut result)))
        .map(|()| given(result))
}

/// A list, an array or a bytearray: their items are stored and loaded without running Python.
pub fn is_plain_sequence(object: Obj) -> bool {
    host!(uasyncio_port_is_plain_sequence(object.as_ptr()))
}

/// `a < b`.
pub fn is_less(a: Obj, b: Obj) -> bool {
    host!(uasyncio_port_is_less(a.as_ptr(), b.as_ptr()))
}

pub fn has(object: Obj, name: Name) -> bool {
    host!(uasyncio_port_has(object.as_ptr(), name))
}

pub fn is_callable(object: Obj) -> bool {
    host!(uasyncio_port_is_callable(object.as_ptr()))
}

pub fn attr(object: Obj, name: Name) -> Obj {
    given(host!(uasyncio_port_attr(object.as_ptr(), name)))
}

pub fn set_attr(object: Obj, name: Name, value: Obj) {
    host!(uasyncio_port_set_attr(object.as_ptr(), name, value.as_ptr()))
}

pub fn import(name: Name) -> Obj {
    given(host!(uasyncio_port_import(name)))
}

pub fn at(object: Obj, index: usize) -> Obj {
    given(host!(uasyncio_port_at(object.as_ptr(), index)))
}

pub fn item(object: Obj, index: Obj) -> Obj {
    given(host!(uasyncio_port_item(object.as_ptr(), index.as_ptr())))
}

pub fn set_item(object: Obj, index: Obj, value: Obj) {
    host!(uasyncio_port_set_item(object.as_ptr(), index.as_ptr(), value.as_ptr()))
}

/// What an iterator's `iternext` returns to end with a value.
pub fn stop(value: Obj) -> *mut c_void {
    if value == none() {
        return constants().stop_iteration;
    }
    host!(uasyncio_port_stop(value.as_ptr()))
}

/// What an iterator's `iternext` returns. Raises what failed.
pub fn iternext(resumed: Resumed) -> *mut c_void {
    match resumed {
        Resumed::Yielded => none().as_ptr(),
        Resumed::Returned(value) => stop(value),
        Resumed::Raised(exception) => raise(exception),
    }
}

pub fn print(text: &'static core::ffi::CStr) {
    host!(uasyncio_port_print(text.as_ptr()))
}

pub fn print_object(object: Obj) {
    host!(uasyncio_port_print_object(object.as_ptr()))
}

pub fn print_exception(exception: Obj) {
    host!(uasyncio_port_print_exception(exception.as_ptr()))
}

pub fn now() -> Instant {
    Instant::from_ticks(host!(uasyncio_port_ticks_ms()), ticks_mask())
}

pub fn ticks_us() -> usize {
    host!(uasyncio_port_ticks_us())
}

/// Reports that a task kept the loop. Raises what standard error raises.
pub fn slow_slice(task: Obj, us: usize) {
    host!(uasyncio_port_slow_slice(task.as_ptr(), us))
}

struct Critical;
critical_section::set_impl!(Critical);

// SAFETY: the host's atomic section excludes interrupt handlers and, where there are any, other threads.
unsafe impl critical_section::Impl for Critical {
    unsafe fn acquire() -> u32 {
        host!(uasyncio_port_critical_enter())
    }

    unsafe fn release(state: u32) {
        host!(uasyncio_port_critical_exit(state))
    }
}
