//! timeout: cancels the task that runs a block when the block takes too long, and makes a TimeoutError of it.

use crate::awaitables::coroutine;
use crate::awaitables::sleep::{self, Until};
use crate::awaitables::timer::Timer;
use crate::host::object::{Base, Gc, MaybeObj, Obj, Raise};
use crate::host::port::{self, Exception, Type};
use crate::host::text::text;
use crate::tasks::state::state;
use crate::tasks::task::Task;
use core::cell::Cell;

#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
enum Phase {
    Created,
    Entered,
    /// It has cancelled the task.
    Expiring,
    Expired,
    Exited,
}

#[repr(C)]
pub struct Timeout {
    base: Base,
    /// When it ends, and what Python is told of that: an object of the host's. Nothing if it never does.
    until: Cell<Option<Until>>,
    when: Cell<MaybeObj>,
    phase: Cell<Phase>,
    /// The task that runs the block, and how often it was cancelled before.
    task: Cell<Option<Gc<Task>>>,
    cancels: Cell<usize>,
    timer: Timer,
}

impl Gc<Timeout> {
    /// Sets the time, from now on. Raises OverflowError, TypeError.
    fn set(self, ms: Obj, when: Obj) {
        self.until.set(sleep::limit(ms, port::get_int).map(|ms| sleep::until(state(), ms)));
        self.when.set(Some(when));
    }

    /// Starts the timer. Raises MemoryError. Allocates.
    fn start(self) {
        if let Some(until) = self.until.get() {
            self.timer.start(until, expire(self));
        }
    }
}

async fn expire(timeout: Gc<Timeout>) -> Obj {
    if let (Phase::Entered, Some(task)) = (timeout.phase.get(), timeout.task.get()) {
        // Also one that somebody else has cancelled, an inner timeout for example, and that has not learned of it yet: whose
        // cancellation the exception is then, the count says.
        if task.cancel() {
            timeout.phase.set(Phase::Expiring);
        }
    }
    port::none()
}

/// `timeout(delay)`, `timeout_at(when)`, `timeout_ms(ms)`: `ms` milliseconds from now, or None for no limit, and `when` is that as Python is
/// told it. Raises TypeError, OverflowError, MemoryError. Allocates.
#[no_mangle]
pub extern "C" fn uasyncio_timeout_new(ms: Obj, when: Obj) -> Obj {
    let timeout: Gc<Timeout> = port::new(Type::Timeout);
    timeout.set(ms, when);
    timeout.as_obj()
}

/// `timeout.__aenter__()`: starts at once; returns an awaitable that gives the timeout. Raises RuntimeError when it was entered
/// before, and outside of a task. Allocates.
///
/// # Safety
/// `timeout` is one.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_timeout_aenter(timeout: Obj) -> Obj {
    let this = Gc::<Timeout>::from_obj(timeout);
    if this.phase.get() != Phase::Created {
        port::fail(Exception::RuntimeError, text!("Timeout has already been entered"));
    }
    let entered = coroutine::value(timeout).as_obj();
    let task = state().current();
    this.cancels.set(task.make_notes().cancels.get());
    this.task.set(Some(task));
    this.start();
    this.phase.set(Phase::Entered);
    entered
}

/// `timeout.__aexit__(class, exception, traceback)`: the end of the block. Returns an awaitable that is done. Raises
/// asyncio.TimeoutError when the timeout has cancelled the block.
///
/// # Safety
/// `timeout` is one.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_timeout_aexit(timeout: Obj, exception: Obj) -> Obj {
    let this = Gc::<Timeout>::from_obj(timeout);
    this.timer.stop();
    match this.phase.get() {
        Phase::Expiring => {
            this.phase.set(Phase::Expired);
            let left = this.task.get().map_or(0, Gc::<Task>::uncancel);
            // When more are left than there were before, somebody else has cancelled the task, too.
            let own = left <= this.cancels.get();
            if own && exception != port::none() && port::is_cancelled(Raise(exception)) {
                port::raise(port::exception(Exception::TimeoutError, None));
            }
        }
        Phase::Entered => this.phase.set(Phase::Exited),
        _ => {}
    }
    this.task.set(None);
    sleep::done()
}

/// `timeout.reschedule(when)`, `timeout.reschedule_ms(ms)`: it ends then instead; the arguments are as of the constructor. Raises
/// RuntimeError when it is not running, TypeError, OverflowError, MemoryError. Allocates.
///
/// # Safety
/// `timeout` is one.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_timeout_reschedule(timeout: Obj, ms: Obj, when: Obj) -> Obj {
    let this = Gc::<Timeout>::from_obj(timeout);
    let message = match this.phase.get() {
        Phase::Entered => None,
        Phase::Created => Some(text!("Timeout has not been entered")),
        Phase::Expiring => Some(text!("Cannot change state of expiring Timeout")),
        Phase::Expired => Some(text!("Cannot change state of expired Timeout")),
        Phase::Exited => Some(text!("Cannot change state of finished Timeout")),
    };
    if let Some(message) = message {
        port::fail(Exception::RuntimeError, message);
    }
    this.set(ms, when);
    this.timer.stop();
    this.start();
    port::none()
}

/// `timeout.when()`: what the constructor or `reschedule` was told.
///
/// # Safety
/// `timeout` is one.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_timeout_when(timeout: Obj) -> Obj {
    Gc::<Timeout>::from_obj(timeout).when.get().unwrap_or_else(port::none)
}

/// `timeout.expired()`: whether it has cancelled the block.
///
/// # Safety
/// `timeout` is one.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_timeout_expired(timeout: Obj) -> Obj {
    port::truth(matches!(Gc::<Timeout>::from_obj(timeout).phase.get(), Phase::Expiring | Phase::Expired))
}
