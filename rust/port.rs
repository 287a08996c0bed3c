//! The only door to the host: safe wrappers over the functions of `uasyncio_port.h`.
//!
//! Failures come back as [`Raise`] values. Two functions leave by `longjmp`: [`raise`] always, [`resume`] in rare cases;
//! Rust frames that can be jumped over own nothing that needs dropping.

use crate::object::{Gc, Obj, Raise, Result};
use crate::ticks::Instant;
use core::{ffi::c_void, mem::MaybeUninit, ptr::NonNull};

#[allow(non_camel_case_types, non_upper_case_globals, dead_code)]
mod sys {
    include!(concat!(env!("OUT_DIR"), "/port.rs"));
}

pub use sys::{
    uasyncio_exception as Exception, uasyncio_name as Name, uasyncio_type as Type, uasyncio_watch as Watch,
    UASYNCIO_POLL_READ as POLL_READ, UASYNCIO_POLL_WRITE as POLL_WRITE,
};

/// How a coroutine stopped.
pub enum Resumed {
    Yielded,
    Returned(Obj),
    Raised(Raise),
}

/// An object that the host never gives as `MP_OBJ_NULL`.
fn object(raw: *mut c_void) -> Obj {
    match Obj::new(raw) {
        Some(object) => object,
        None => none(),
    }
}

fn raw(object: Option<Obj>) -> *mut c_void {
    object.map_or(core::ptr::null_mut(), Obj::as_ptr)
}

/// The result of an import that returns an exception object or NULL and writes its value through a pointer.
fn value<T>(call: impl FnOnce(*mut T) -> *mut c_void) -> Result<T> {
    let mut value = MaybeUninit::uninit();
    match Obj::new(call(value.as_mut_ptr())) {
        Some(exception) => Err(Raise(exception)),
        // SAFETY: a host function that reports no exception has written its result.
        None => Ok(unsafe { value.assume_init() }),
    }
}

fn object_value(call: impl FnOnce(*mut *mut c_void) -> *mut c_void) -> Result {
    value(call).map(object)
}

fn no_value(exception: *mut c_void) -> Result<()> {
    Obj::new(exception).map_or(Ok(()), |exception| Err(Raise(exception)))
}

fn constants() -> &'static sys::uasyncio_port_const {
    // SAFETY: the host defines the constants in its read-only data.
    unsafe { &sys::uasyncio_port_const }
}

pub fn none() -> Obj {
    // SAFETY: None is an object, so not MP_OBJ_NULL.
    unsafe { Obj::new(constants().none).unwrap_unchecked() }
}

pub fn truth(value: bool) -> Obj {
    object(if value { constants().true_ } else { constants().false_ })
}

pub fn empty_bytes() -> Obj {
    object(constants().empty_bytes)
}

pub fn cancelled_error() -> Obj {
    object(constants().cancelled_error)
}

pub fn loop_class() -> Obj {
    object(constants().loop_class)
}

pub fn ticks_mask() -> usize {
    constants().ticks_mask
}

/// Milliseconds between two questions to streams that do not report by themselves; `None` if waiting ends by itself.
pub fn poll_period() -> Option<usize> {
    Some(constants().poll_period).filter(|&ms| ms != 0)
}

pub fn einprogress() -> i32 {
    constants().einprogress
}

macro_rules! host {
    ($name:ident($($argument:expr),*)) => {{
        // SAFETY: the arguments are what `uasyncio_port.h` asks for: objects, and pointers valid for the call.
        unsafe { sys::$name($($argument),*) }
    }};
}

/// The library's state. Zero when the virtual machine starts.
pub fn state() -> *mut c_void {
    host!(uasyncio_port_state())
}

pub fn init<T>(object: &T, of: Type) {
    host!(uasyncio_port_init(core::ptr::from_ref(object).cast_mut().cast(), of))
}

/// A new instance, zero but for the host's first word.
pub fn new_sized<T>(of: Type, size: usize) -> Result<Gc<T>> {
    debug_assert!(size >= core::mem::size_of::<T>());
    match NonNull::new(host!(uasyncio_port_new(of, size)).cast()) {
        // SAFETY: the host gave an object of this size, zeroed, and all-zero is a valid value of each of our types.
        Some(pointer) => Ok(unsafe { Gc::from_ptr(pointer) }),
        None => Err(exception(Exception::MemoryError, None)),
    }
}

pub fn new<T>(of: Type) -> Result<Gc<T>> {
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
    object(host!(uasyncio_port_int(value)))
}

pub fn get_int(object: Obj) -> Result<isize> {
    value(|result| host!(uasyncio_port_get_int(object.as_ptr(), result)))
}

pub fn get_milliseconds(seconds: Obj) -> Result<isize> {
    value(|result| host!(uasyncio_port_get_milliseconds(seconds.as_ptr(), result)))
}

pub fn is_true(object: Obj) -> bool {
    host!(uasyncio_port_is_true(object.as_ptr()))
}

pub fn name(name: Name) -> Obj {
    object(host!(uasyncio_port_name(name)))
}

fn resumed(how: sys::uasyncio_resumed, result: *mut c_void) -> Resumed {
    match how {
        sys::uasyncio_resumed::Yielded => Resumed::Yielded,
        sys::uasyncio_resumed::Returned => Resumed::Returned(object(result)),
        sys::uasyncio_resumed::Raised => Resumed::Raised(Raise(object(result))),
    }
}

/// Runs a coroutine to its next yield. May leave by `longjmp`: for the run loop only.
pub fn resume(coroutine: Obj, exception: Option<Obj>) -> Resumed {
    let mut result = core::ptr::null_mut();
    let how = host!(uasyncio_port_resume(coroutine.as_ptr(), raw(exception), &mut result));
    resumed(how, result)
}

pub fn resume_guarded(coroutine: Obj, exception: Option<Obj>) -> Resumed {
    let mut result = core::ptr::null_mut();
    let how = host!(uasyncio_port_resume_guarded(coroutine.as_ptr(), raw(exception), &mut result));
    resumed(how, result)
}

pub fn iter(object: Obj) -> Result {
    object_value(|result| host!(uasyncio_port_iter(object.as_ptr(), result)))
}

pub fn call(function: Obj, args: &[Obj]) -> Result {
    object_value(|result| {
        host!(uasyncio_port_call(function.as_ptr(), args.len(), args.as_ptr().cast(), result))
    })
}

pub fn call_method(object: Obj, name: Name, args: &[Obj]) -> Result {
    call_method_kw(object, name, args, 0)
}

/// `args` ends with `n_kw` pairs of a name and an object.
pub fn call_method_kw(object: Obj, name: Name, args: &[Obj], n_kw: usize) -> Result {
    let n_args = args.len() - 2 * n_kw;
    let args = args.as_ptr().cast();
    object_value(|result| host!(uasyncio_port_call_method(object.as_ptr(), name, n_args, n_kw, args, result)))
}

pub fn has(object: Obj, name: Name) -> bool {
    host!(uasyncio_port_has(object.as_ptr(), name))
}

pub fn is_callable(object: Obj) -> bool {
    host!(uasyncio_port_is_callable(object.as_ptr()))
}

pub fn attr(object: Obj, name: Name) -> Result {
    object_value(|result| host!(uasyncio_port_attr(object.as_ptr(), name, result)))
}

pub fn import(name: Name) -> Result {
    object_value(|result| host!(uasyncio_port_import(name, result)))
}

pub fn item(object: Obj, index: Obj) -> Result {
    object_value(|result| host!(uasyncio_port_item(object.as_ptr(), index.as_ptr(), result)))
}

pub fn new_list(items: &[Obj]) -> Result {
    object_value(|result| host!(uasyncio_port_new_list(items.len(), items.as_ptr().cast(), result)))
}

/// The items of a list made by [`new_list`]; no Python code may run while the slice is in use.
pub fn list_items<'a>(list: Obj) -> &'a [core::cell::Cell<Obj>] {
    let mut n = 0;
    let items = host!(uasyncio_port_list_items(list.as_ptr(), &mut n));
    // SAFETY: the host's list has n items, each an object; Cell allows others to hold them, too.
    unsafe { core::slice::from_raw_parts(items.cast(), n) }
}

pub fn text(text: &'static core::ffi::CStr) -> Result {
    object_value(|result| host!(uasyncio_port_text(text.as_ptr(), result)))
}

pub fn new_pair(a: Obj, b: Obj) -> Result {
    object_value(|result| host!(uasyncio_port_new_pair(a.as_ptr(), b.as_ptr(), result)))
}

pub fn new_dict<const N: usize>(pairs: &[[Obj; 2]; N]) -> Result {
    object_value(|result| host!(uasyncio_port_new_dict(N, pairs.as_ptr().cast(), result)))
}

pub fn len(object: Obj) -> Result<usize> {
    value(|result| host!(uasyncio_port_len(object.as_ptr(), result)))
}

pub fn concat(a: Obj, b: Obj) -> Result {
    object_value(|result| host!(uasyncio_port_concat(a.as_ptr(), b.as_ptr(), result)))
}

pub fn tail(object: Obj, from: usize) -> Result {
    object_value(|result| host!(uasyncio_port_tail(object.as_ptr(), from, result)))
}

pub fn view(object: Obj, from: usize, to: usize) -> Result {
    object_value(|result| host!(uasyncio_port_view(object.as_ptr(), from, to, result)))
}

pub fn ends_line(object: Obj) -> bool {
    host!(uasyncio_port_ends_line(object.as_ptr()))
}

pub fn exception(of: Exception, message: Option<&'static core::ffi::CStr>) -> Raise {
    let message = message.map_or(core::ptr::null(), core::ffi::CStr::as_ptr);
    Raise(object(host!(uasyncio_port_exception(of, message))))
}

pub fn new_stop_iteration(value: Obj) -> Obj {
    object(host!(uasyncio_port_new_stop_iteration(value.as_ptr())))
}

pub fn is_exception(raise: Raise, of: Exception) -> bool {
    host!(uasyncio_port_is_exception(raise.0.as_ptr(), of))
}

pub fn is_exception_instance(object: Obj) -> bool {
    host!(uasyncio_port_is_exception_instance(object.as_ptr()))
}

/// What `raise object` raises.
pub fn make_exception(exception: Obj) -> Raise {
    Raise(object(host!(uasyncio_port_make_exception(exception.as_ptr()))))
}

pub fn errno(raise: Raise) -> i32 {
    host!(uasyncio_port_errno(raise.0.as_ptr()))
}

pub fn stop_value(raise: Raise) -> Obj {
    object(host!(uasyncio_port_stop_value(raise.0.as_ptr())))
}

/// Leaves by `longjmp`: for the outermost `extern "C"` function only.
pub fn raise(raise: Raise) -> ! {
    host!(uasyncio_port_raise(raise.0.as_ptr()))
}

/// What an iterator's `iternext` returns to end with a value.
pub fn stop(value: Obj) -> *mut c_void {
    if value == none() {
        return constants().stop_iteration;
    }
    host!(uasyncio_port_stop(value.as_ptr()))
}

pub fn print(text: &'static core::ffi::CStr) -> Result<()> {
    no_value(host!(uasyncio_port_print(text.as_ptr())))
}

pub fn print_object(object: Obj) -> Result<()> {
    no_value(host!(uasyncio_port_print_object(object.as_ptr())))
}

pub fn print_exception(exception: Obj) -> Result<()> {
    no_value(host!(uasyncio_port_print_exception(exception.as_ptr())))
}

pub fn now() -> Instant {
    Instant::from_ticks(host!(uasyncio_port_ticks_ms()), ticks_mask())
}

pub fn watch(stream: Obj, events: u32) -> Result<u32> {
    value(|how| host!(uasyncio_port_watch(stream.as_ptr(), events, how)))
}

pub fn unwatch(stream: Obj) {
    host!(uasyncio_port_unwatch(stream.as_ptr()))
}

pub fn poll(stream: Obj, events: u32) -> Result<u32> {
    value(|ready| host!(uasyncio_port_poll(stream.as_ptr(), events, ready)))
}

/// Waits up to `timeout` milliseconds, for ever if it is `None`. The host reports the streams that are ready.
pub fn wait(timeout: Option<usize>) -> Result<()> {
    let timeout = timeout.map_or(-1, |ms| ms.min(isize::MAX as usize) as isize);
    no_value(host!(uasyncio_port_wait(timeout)))
}

/// Ends a [`wait`]. May be called from an interrupt handler or another thread.
pub fn wake() {
    host!(uasyncio_port_wake())
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
