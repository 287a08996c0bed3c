//! Condition: a lock, and a line of those who wait, holding it no more, for others to say that something has changed.

use crate::awaitables::coroutine::{self, Spare};
use crate::awaitables::sleep;
use crate::awaitables::suspend::Attempt;
use crate::awaitables::waiter::{self, Line, Primitive, Waiter};
use crate::host::object::{Gc, Obj};
use crate::host::port::{self, Exception, Name, Resumed};
use crate::host::text::text;
use crate::tasks::state::{state, State};
use core::cell::Cell;

#[repr(C)]
pub struct Condition {
    line: Line,
    /// A Lock, or anything with its methods.
    lock: Cell<Option<Obj>>,
    /// The coroutine of the last wait, to be used again.
    wait: Spare,
}

/// Nobody waits by its waiter: a wait has more to do than to be woken.
impl Primitive for Condition {
    fn outcome(_: Gc<Condition>, _: Gc<Waiter>, _: &State, _: bool) -> Resumed {
        Resumed::Returned(port::none())
    }

    const SHOWS_LINE: bool = false;
}

impl Condition {
    fn call(&self, name: Name) -> Obj {
        // SAFETY: the constructor has set it.
        port::call_method(unsafe { self.lock.get().unwrap_unchecked() }, name, &[])
    }

    /// Raises RuntimeError when nobody holds the lock.
    fn check_locked(&self, message: &'static core::ffi::CStr) {
        if !port::is_true(self.call(Name::Locked)) {
            port::fail(Exception::RuntimeError, message);
        }
    }

    fn notify(&self, state: &State, n: isize) {
        for _ in 0..n {
            if !self.line.wake_first(state) {
                break;
            }
        }
    }
}

async fn wait(condition: Gc<Condition>) -> Obj {
    condition.check_locked(text!("cannot wait on un-acquired lock"));
    condition.call(Name::Release);
    let line = waiter::line_of(condition);
    let (woken, mut result) = waiter::wait_in(line).await;
    // The lock is taken again whatever has happened, also when the task is cancelled while it waits for it.
    loop {
        match Attempt(condition.call(Name::Acquire)).await {
            Ok(_) => break,
            Err(cancelled) if port::is_cancelled(cancelled) => result = Err(cancelled),
            Err(exception) => port::raise(exception),
        }
    }
    if woken && result.is_err() {
        // What it was woken for is for the next one.
        condition.notify(state(), 1);
    }
    port::or_raise(result);
    port::truth(true)
}

async fn wait_for(condition: Gc<Condition>, predicate: Obj) -> Obj {
    loop {
        let result = port::call(predicate, &[]);
        if port::is_true(result) {
            return result;
        }
        port::or_raise(Attempt(wait_coroutine(condition)).await);
    }
}

fn wait_coroutine(condition: Gc<Condition>) -> Obj {
    // SAFETY: it is for this future only, and the future holds the condition.
    unsafe { coroutine::spare_or_new(&condition.wait, wait(condition)) }.as_obj()
}

/// `Condition(lock=None)`: anything with a Lock's methods. Raises MemoryError.
/// Allocates.
#[no_mangle]
pub extern "C" fn uasyncio_condition_new(lock: Obj) -> Obj {
    let condition = waiter::make::<Condition>();
    condition.lock.set(Some(lock));
    condition.as_obj()
}

/// `condition.acquire()`: what the lock's gives.
///
/// # Safety
/// `condition` is one.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_condition_acquire(condition: Obj) -> Obj {
    Gc::<Condition>::from_obj(condition).call(Name::Acquire)
}

/// `condition.release()`: as the lock's. Raises what that raises.
///
/// # Safety
/// `condition` is one.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_condition_release(condition: Obj) -> Obj {
    Gc::<Condition>::from_obj(condition).call(Name::Release)
}

/// `condition.locked()`: as the lock's.
///
/// # Safety
/// `condition` is one.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_condition_locked(condition: Obj) -> Obj {
    Gc::<Condition>::from_obj(condition).call(Name::Locked)
}

/// `condition.__aexit__()`: releases at once; returns an awaitable that is done. Raises what releasing raises.
///
/// # Safety
/// `condition` is one.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_condition_aexit(condition: Obj) -> Obj {
    uasyncio_condition_release(condition);
    sleep::done()
}

/// `condition.wait()`: a coroutine that releases the lock, waits for a notification and takes the lock again; its value is True.
/// Raises RuntimeError when nobody holds the lock. Allocates, the coroutine only if others wait.
///
/// # Safety
/// `condition` is one.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_condition_wait(condition: Obj) -> Obj {
    wait_coroutine(Gc::from_obj(condition))
}

/// `condition.wait_for(predicate)`: a coroutine that waits until the predicate gives something true, which is its value. Raises
/// what the predicate raises, and as `wait`. Allocates.
///
/// # Safety
/// `condition` is one.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_condition_wait_for(condition: Obj, predicate: Obj) -> Obj {
    coroutine::new(wait_for(Gc::from_obj(condition), predicate)).as_obj()
}

/// `condition.notify(n)`: wakes the first `n` who wait. Raises RuntimeError when nobody holds the lock, TypeError. Allocates nothing.
///
/// # Safety
/// `condition` is one.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_condition_notify(condition: Obj, n: Obj) -> Obj {
    let condition = Gc::<Condition>::from_obj(condition);
    condition.check_locked(text!("cannot notify on un-acquired lock"));
    condition.notify(state(), port::get_int(n));
    port::none()
}

/// `condition.notify_all()`: wakes all who wait. As `notify`.
///
/// # Safety
/// `condition` is one.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_condition_notify_all(condition: Obj) -> Obj {
    let condition = Gc::<Condition>::from_obj(condition);
    condition.check_locked(text!("cannot notify on un-acquired lock"));
    condition.line.wake_all(state());
    port::none()
}
