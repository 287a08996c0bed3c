//! `uasyncio_port.h`: constants, objects, containers, time and streams.

use std::cell::{Cell, UnsafeCell};
use std::ffi::{c_char, c_int, c_void, CStr};
use std::ptr;
use std::sync::atomic::{AtomicU64, Ordering::SeqCst};

use super::catch;
use super::exception::{exception, fail, with_message, with_value, Class};
use super::object::{self, small_int, Value};
use super::stream::{self, FakeStream};
use super::world::{world, Config};
use uasyncio::api::calls::UASYNCIO_CALLS_WORDS;
use uasyncio::api::state::UASYNCIO_STATE_WORDS;
use uasyncio::host::object::{Obj, Raise, Result};
use uasyncio::host::port::{Name, Type, Watch, FOREVER};

#[repr(C)]
struct Constants {
    none: *mut c_void,
    false_: *mut c_void,
    true_: *mut c_void,
    stop_iteration: *mut c_void,
    empty_bytes: *mut c_void,
    cancelled_error: *mut c_void,
    loop_class: *mut c_void,
    ticks_mask: usize,
    poll_period: usize,
    state: *mut c_void,
    einprogress: c_int,
    calls: *mut c_void,
    n_calls: usize,
    tells_what_is_freed: usize,
    incomplete_read_error: *mut c_void,
}

#[repr(transparent)]
pub struct Shared<T>(UnsafeCell<T>);

// SAFETY: only the thread that holds the machine writes it, and while it does nobody reads.
unsafe impl<T> Sync for Shared<T> {}

const N_CALLS: usize = 4;
static CALLS: Shared<[usize; UASYNCIO_CALLS_WORDS + 2 * N_CALLS]> =
    Shared(UnsafeCell::new([0; UASYNCIO_CALLS_WORDS + 2 * N_CALLS]));
static STATE: Shared<[usize; UASYNCIO_STATE_WORDS]> = Shared(UnsafeCell::new([0; UASYNCIO_STATE_WORDS]));

#[no_mangle]
static uasyncio_port_const: Shared<Constants> = Shared(UnsafeCell::new(Constants {
    none: (&raw const object::NONE).cast_mut().cast(),
    false_: (&raw const object::FALSE).cast_mut().cast(),
    true_: (&raw const object::TRUE).cast_mut().cast(),
    stop_iteration: ptr::null_mut(),
    empty_bytes: (&raw const object::EMPTY_BYTES).cast_mut().cast(),
    cancelled_error: (&raw const object::CANCELLED_ERROR).cast_mut().cast(),
    loop_class: (&raw const object::LOOP_CLASS).cast_mut().cast(),
    ticks_mask: usize::MAX >> 2,
    poll_period: FOREVER,
    state: STATE.0.get().cast(),
    einprogress: 115,
    calls: CALLS.0.get().cast(),
    n_calls: N_CALLS,
    tells_what_is_freed: 1,
    incomplete_read_error: core::ptr::null_mut(),
}));

/// Miri finds functions of other crates, but no statics: tests/tools/miri.sh has the library call this.
#[cfg(miri)]
#[no_mangle]
extern "C" fn host_constants() -> *const c_void {
    (&raw const uasyncio_port_const).cast()
}

/// Between two tests the machine may become another one.
pub fn set_constants(config: Config) {
    // SAFETY: the caller holds the machine, and the library is not running.
    let constants = unsafe { &mut *uasyncio_port_const.0.get() };
    constants.ticks_mask = config.ticks_mask;
    constants.poll_period = config.poll_period;
}

/// An object that the library passes.
pub fn given(object: *mut c_void) -> Obj {
    Obj::new(object).expect("an object, not null")
}

/// What a function returns that raises by value.
pub fn by_value<T>(result: Result<T>, value: *mut T) -> *mut c_void {
    match result {
        Ok(result) => {
            // SAFETY: the library passes the address of its result.
            unsafe { value.write(result) };
            ptr::null_mut()
        }
        Err(Raise(exception)) => exception.as_ptr(),
    }
}

/// The value, or raises.
pub fn or_raise<T>(result: Result<T>) -> T {
    result.unwrap_or_else(|exception| catch::raise(exception))
}

/// Of a function that allocates its result.
fn allocated(value: impl FnOnce() -> Result) -> *mut c_void {
    let value = if world().allocate() { value() } else { Err(exception(Class::MemoryError)) };
    or_raise(value).as_ptr()
}

#[no_mangle]
extern "C" fn uasyncio_port_new(of: Type, size: usize) -> *mut c_void {
    if !world().allocate() {
        catch::raise(exception(Class::MemoryError));
    }
    let words = vec![0usize; size.div_ceil(size_of::<usize>())];
    let object = Box::leak(words.into_boxed_slice()).as_mut_ptr().cast();
    object::set_head(object, of);
    object
}

#[no_mangle]
extern "C" fn uasyncio_port_init(object: *mut c_void, of: Type) {
    object::set_head(object, of);
}

#[no_mangle]
extern "C" fn uasyncio_port_type(object: *mut c_void) -> Type {
    point();
    object::type_of(given(object))
}

#[no_mangle]
extern "C" fn uasyncio_port_native(object: *mut c_void, of: Type) -> *mut c_void {
    let native = match object::value(given(object)) {
        Some(&Value::Subclass(base)) => base,
        _ => given(object),
    };
    if object::type_of(native) as u32 == of as u32 {
        native.as_ptr()
    } else {
        ptr::null_mut()
    }
}

#[no_mangle]
extern "C" fn uasyncio_port_int(value: isize) -> *mut c_void {
    object::int(value).as_ptr()
}

fn get_int(object: Obj) -> Result<isize> {
    match (small_int(object), object::value(object)) {
        (Some(value), _) => Ok(value),
        (_, Some(Value::BigInt)) => {
            fail(Class::OverflowError, "overflow converting long int to machine word")
        }
        _ => fail(Class::TypeError, "can't convert to int"),
    }
}

#[no_mangle]
extern "C" fn uasyncio_port_get_int(object: *mut c_void) -> isize {
    or_raise(get_int(given(object)))
}

#[no_mangle]
extern "C" fn uasyncio_port_get_milliseconds(seconds: *mut c_void) -> isize {
    let ms = match object::value(given(seconds)) {
        Some(Value::Float(seconds)) => Ok((seconds * 1000.0) as isize),
        _ => get_int(given(seconds)).map(|seconds| seconds * 1000),
    };
    or_raise(ms)
}

#[no_mangle]
extern "C" fn uasyncio_port_is_outside() -> bool {
    point();
    world().outside.get()
}

#[no_mangle]
extern "C" fn uasyncio_port_is_plain_sequence(_object: *mut c_void) -> bool {
    false
}

/// Of ints.
#[no_mangle]
extern "C" fn uasyncio_port_is_less(a: *mut c_void, b: *mut c_void) -> bool {
    object::small_int(given(a)) < object::small_int(given(b))
}

#[no_mangle]
extern "C" fn uasyncio_port_is_true(object: *mut c_void) -> bool {
    let object = given(object);
    match object::value(object) {
        Some(Value::None) | Some(Value::Bool(false)) => false,
        _ => small_int(object) != Some(0),
    }
}

pub fn name(name: Name) -> Obj {
    object::str(format!("{name:?}").to_lowercase())
}

#[no_mangle]
extern "C" fn uasyncio_port_name(of: Name) -> *mut c_void {
    name(of).as_ptr()
}

fn items<'a>(n: usize, items: *const Obj) -> &'a [Obj] {
    if n == 0 {
        return &[];
    }
    // SAFETY: the library passes n objects.
    unsafe { std::slice::from_raw_parts(items, n) }
}

#[no_mangle]
extern "C" fn uasyncio_port_new_list(n: usize, from: *const Obj) -> *mut c_void {
    allocated(|| Ok(object::list(items(n, from))))
}

#[no_mangle]
extern "C" fn uasyncio_port_list_items(list: *mut c_void, n: *mut usize) -> *mut c_void {
    let Some(Value::List(items)) = object::value(given(list)) else { panic!("no list") };
    // SAFETY: the library passes the address of its variable.
    unsafe { n.write(items.len()) };
    items.as_ptr().cast_mut().cast()
}

#[no_mangle]
extern "C" fn uasyncio_port_text(text: *const c_char) -> *mut c_void {
    // SAFETY: it is static text.
    let text = unsafe { CStr::from_ptr(text) };
    allocated(|| Ok(object::str(text.to_string_lossy())))
}

#[no_mangle]
extern "C" fn uasyncio_port_new_pair(a: *mut c_void, b: *mut c_void) -> *mut c_void {
    allocated(|| Ok(object::new(Value::Pair([given(a), given(b)]))))
}

#[no_mangle]
extern "C" fn uasyncio_port_new_dict(first: Name, n: usize, values: *const Obj) -> *mut c_void {
    let keys: &[Name] = match first {
        Name::Message => &[Name::Message, Name::Exception, Name::Future],
        _ => &[Name::Peername],
    };
    let pairs = keys.iter().zip(items(n, values)).map(|(&key, &value)| (name(key), Cell::new(value)));
    allocated(|| Ok(object::new(Value::Dict(pairs.collect()))))
}

fn item(object: Obj, index: Obj) -> Result {
    match object::value(object) {
        Some(Value::Dict(pairs)) => match pairs.iter().find(|(key, _)| object::equal(*key, index)) {
            Some((_, value)) => Ok(value.get()),
            None => Err(with_value(Class::KeyError, index)),
        },
        Some(Value::Pair(pair)) => Ok(pair[get_int(index)? as usize]),
        Some(Value::List(items)) => Ok(items[get_int(index)? as usize].get()),
        _ => fail(Class::TypeError, "object isn't subscriptable"),
    }
}

#[no_mangle]
extern "C" fn uasyncio_port_at(object: *mut c_void, index: usize) -> *mut c_void {
    or_raise(item(given(object), object::int(index as isize))).as_ptr()
}

#[no_mangle]
extern "C" fn uasyncio_port_item(object: *mut c_void, index: *mut c_void) -> *mut c_void {
    or_raise(item(given(object), given(index))).as_ptr()
}

#[no_mangle]
extern "C" fn uasyncio_port_set_item(object: *mut c_void, index: *mut c_void, value: *mut c_void) {
    match object::value(given(object)) {
        Some(Value::Dict(pairs)) => match pairs.iter().find(|(key, _)| object::equal(*key, given(index))) {
            Some((_, place)) => place.set(given(value)),
            None => unimplemented!("the library only changes what is there"),
        },
        _ => or_raise(fail(Class::TypeError, "object doesn't support item assignment")),
    }
}

fn data(object: *mut c_void) -> Result<&'static [u8]> {
    match object::value(given(object)) {
        Some(Value::Bytes(bytes)) => Ok(bytes),
        Some(Value::Str(text)) => Ok(text.as_bytes()),
        _ => fail(Class::TypeError, "object with buffer protocol required"),
    }
}

#[no_mangle]
extern "C" fn uasyncio_port_add_waiter(_: *mut c_void, _: *mut c_void, _: bool, _: *mut c_void) {
    unimplemented!("IOQueue.map is for Python programs");
}

#[no_mangle]
extern "C" fn uasyncio_port_len(object: *mut c_void) -> usize {
    or_raise(data(object).map(<[u8]>::len))
}

#[no_mangle]
extern "C" fn uasyncio_port_concat(a: *mut c_void, b: *mut c_void) -> *mut c_void {
    match (data(a), data(b)) {
        (Ok([]), Ok(_)) => b,
        (Ok(_), Ok([])) => a,
        (Ok(a), Ok(b)) => allocated(|| Ok(object::bytes(&[a, b].concat()))),
        (Err(exception), _) | (_, Err(exception)) => catch::raise(exception),
    }
}

#[no_mangle]
extern "C" fn uasyncio_port_view(object: *mut c_void, from: isize, size: isize) -> *mut c_void {
    let from = from as usize;
    let range = |len| from..if size == -1 { len } else { from + size as usize };
    allocated(|| data(object).map(|data| object::bytes(&data[range(data.len())])))
}

#[no_mangle]
extern "C" fn uasyncio_port_new_buffer(size: usize) -> *mut c_void {
    allocated(|| Ok(object::bytes(&vec![0; size])))
}

#[no_mangle]
extern "C" fn uasyncio_port_copy(to: *mut c_void, at: usize, from: *mut c_void, skip: usize, size: usize) {
    let source = &or_raise(data(from))[skip..][..size];
    let target = or_raise(data(to))[at..][..size].as_ptr().cast_mut();
    // SAFETY: it is one of `uasyncio_port_new_buffer`, which nobody else looks at meanwhile.
    unsafe { ptr::copy(source.as_ptr(), target, size) };
}

#[no_mangle]
extern "C" fn uasyncio_port_ends_line(object: *mut c_void) -> bool {
    data(object).is_ok_and(|data| data.ends_with(b"\n"))
}

#[no_mangle]
extern "C" fn uasyncio_port_ticks_ms() -> usize {
    point();
    world().ticks()
}

fn fake(object: *mut c_void) -> Result<&'static FakeStream> {
    match object::value(given(object)) {
        Some(Value::Stream(fake)) if fake.broken.get() => Err(with_value(Class::OsError, object::int(9))),
        Some(Value::Stream(fake)) => Ok(fake),
        _ => Err(with_message(Class::OsError, "stream operation not supported")),
    }
}

#[no_mangle]
extern "C" fn uasyncio_port_watch(object: *mut c_void, event: u32, task: *mut c_void) -> Watch {
    or_raise(fake(object).map(|fake| fake.watch(given(object), event, given(task))))
}

// Fake streams stay at their addresses.
#[no_mangle]
extern "C" fn uasyncio_port_adopt(_object: *mut c_void) {}

#[no_mangle]
extern "C" fn uasyncio_port_unwatch(object: *mut c_void, task: *mut c_void) {
    stream::of(given(object)).unwatch(given(task));
}

#[no_mangle]
extern "C" fn uasyncio_port_poll(object: *mut c_void, event: u32, ready: *mut u32) -> *mut c_void {
    let poll = |fake: &FakeStream| {
        fake.polls.set(fake.polls.get() + 1);
        if fake.answer(event) {
            event
        } else {
            0
        }
    };
    by_value(fake(object).map(poll), ready)
}

#[no_mangle]
extern "C" fn uasyncio_port_wait(timeout: usize) {
    point();
    or_raise(world().wait(Some(timeout).filter(|&ms| ms != FOREVER)))
}

#[no_mangle]
extern "C" fn uasyncio_port_wake() {
    point();
    world().wake();
}

/// An interrupt may come here.
pub fn point() {
    if INSIDE.load(SeqCst) == 0 {
        world().point();
    }
}

/// The thread in the critical section; zero for none.
static INSIDE: AtomicU64 = AtomicU64::new(0);

#[no_mangle]
extern "C" fn uasyncio_port_critical_enter() -> u32 {
    point();
    static NEXT: AtomicU64 = AtomicU64::new(1);
    thread_local!(static THREAD: u64 = NEXT.fetch_add(1, SeqCst));
    let thread = THREAD.with(|thread| *thread);
    if INSIDE.load(SeqCst) == thread {
        return 1;
    }
    while INSIDE.compare_exchange(0, thread, SeqCst, SeqCst).is_err() {
        std::thread::yield_now();
    }
    0
}

#[no_mangle]
extern "C" fn uasyncio_port_critical_exit(nested: u32) {
    if nested == 0 {
        INSIDE.store(0, SeqCst);
        point();
    }
}
