//! sleep and sleep_ms.
//!
//! All calls share one awaitable. It carries the due time from the call to the await, which usually follows at once, and
//! is free again: the rest is in the task, which carries a mark that it sleeps. When a call finds it in use, somebody
//! has kept it to await it later; then it stays theirs, and a new one takes its place.

use crate::awaitables::suspend::Suspend;
use crate::host::object::{Base, Gc, Obj, Raise};
use crate::host::port::{self, Exception, Resumed, Type};
use crate::host::text::text;
use crate::queues::ticks::{self, Instant};
use crate::tasks::state::{self as tasks, state_above};
use crate::tasks::task::Task;
use core::cell::Cell;
use core::ffi::c_void;
use core::ptr::NonNull;

/// When a sleep ends: an instant, marked with `DUE`, or at the task's next turn, without a look at the clock. Zero when it
/// has begun, or was never asked for.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Until(usize);

const BEGUN: Until = Until(0);
pub const NEXT_TURN: Until = Until(1);
const DUE: usize = 2;

#[repr(C)]
pub struct Sleep {
    base: Base,
    until: Cell<Until>,
}

/// The state of this floor.
#[repr(C)]
pub struct State {
    below: tasks::State,
    pub sleep: Shared,
}

state_above!(tasks::State);

/// The awaitable that the next call gives out.
#[repr(C)]
pub struct Shared {
    /// The first one, which needs no memory of its own.
    first: Sleep,
    /// The one in use, if it is another.
    other: Cell<Option<Gc<Sleep>>>,
    /// One that is always done.
    done: Sleep,
}

impl Shared {
    pub fn init(&self) {
        port::init(&self.first, Type::Sleep);
        port::init(&self.done, Type::Sleep);
    }

    fn free(&self) -> Gc<Sleep> {
        // SAFETY: the state's words are the host's, for ever.
        let first = || unsafe { Gc::from_ptr(NonNull::from(&self.first)) };
        let sleep = self.other.get().unwrap_or_else(first);
        if sleep.until.get() == BEGUN {
            return sleep;
        }
        let new = port::new(Type::Sleep);
        self.other.set(Some(new));
        new
    }
}

/// An awaitable that is done.
pub fn done() -> Obj {
    // SAFETY: as above.
    unsafe { Gc::from_ptr(NonNull::from(&state().sleep.done)) }.as_obj()
}

/// Raises OverflowError for a sleep that is too long.
fn check(ms: isize) {
    if ms > ticks::longest(port::ticks_mask()) as isize {
        port::fail(Exception::OverflowError, text!("ticks interval overflow"));
    }
}

/// A limit of time in milliseconds as a program gives it, in the unit that the conversion is for; None is none. Raises TypeError,
/// OverflowError.
pub fn limit(time: Obj, unit: fn(Obj) -> isize) -> Option<isize> {
    (time != port::none()).then(|| {
        let ms = unit(time);
        check(ms);
        ms
    })
}

/// The end of a sleep of `ms` milliseconds that begins now. Raises OverflowError.
pub fn until(state: &tasks::State, ms: isize) -> Until {
    if ms <= 0 {
        return NEXT_TURN;
    }
    check(ms);
    let mask = port::ticks_mask();
    Until(state.read_clock().after(ms as usize, mask).to_bits() | DUE)
}

/// Schedules a task for its turn at the end of a sleep. It waits for nothing else.
#[inline]
pub fn schedule(state: &tasks::State, task: Gc<Task>, until: Until) {
    if until.0 & DUE == 0 {
        state.make_ready(task);
    } else if state.detach(task) {
        task.data.set(port::none());
        task.set_due(Instant::from_bits(until.0));
        state.task_queue.insert(task);
    }
}

#[inline]
pub fn resume(sleep: Gc<Sleep>, exception: Option<Raise>) -> Resumed {
    let state = tasks::state();
    let resumed = state.resumed.take();
    if let Some(exception) = exception {
        return Resumed::Raised(exception);
    }
    if resumed {
        return Resumed::Returned(port::none());
    }
    let until = sleep.until.take();
    if until == BEGUN {
        return Resumed::Returned(port::none());
    }
    let task = state.current();
    schedule(state, task, until);
    task.enter_shared_awaitable();
    Resumed::Yielded
}

/// Begins to sleep in a Rust coroutine, which awaits it at once.
pub fn sleep(until: Until) -> Suspend {
    let state = tasks::state();
    schedule(state, state.current(), until);
    Suspend
}

fn start(ms: isize) -> Obj {
    let state = state();
    // See waiter::begin.
    state.resumed.set(false);
    let until = until(state, ms);
    let sleep = state.sleep.free();
    sleep.until.set(until);
    sleep.as_obj()
}

/// An awaitable that only yields.
pub fn next_turn() -> Obj {
    start(0)
}

/// `sleep_ms(ms)`: an awaitable that is done `ms` milliseconds after this call, at the next turn if `ms` is not positive.
/// Raises TypeError, OverflowError. Allocates only when the awaitable of an earlier call was not awaited.
#[no_mangle]
pub extern "C" fn uasyncio_sleep_ms(ms: Obj) -> Obj {
    start(port::get_int(ms))
}

/// `sleep(seconds)`; seconds may be a float. Otherwise as `sleep_ms`.
#[no_mangle]
pub extern "C" fn uasyncio_sleep(seconds: Obj) -> Obj {
    start(port::get_milliseconds(seconds))
}

/// `next(sleep)`.
///
/// # Safety
/// `sleep` is a Sleep.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_sleep_next(sleep: Obj) -> *mut c_void {
    port::iternext(resume(Gc::from_obj(sleep), None))
}
