//! Lock: mutual exclusion between tasks, handed over in the order in which they came.

use crate::awaitables::waiter::{self, Line, Primitive, Vtable, Waiter};
use crate::awaitables::{coroutine, sleep};
use crate::host::object::{Gc, Obj};
use crate::host::port::{self, Exception, Name, Resumed};
use crate::host::text::text;
use crate::tasks::state::{state, State};
use crate::tasks::task::Task;
use core::cell::Cell;

#[repr(C)]
pub struct Lock {
    line: Line,
    locked: Cell<bool>,
    /// The lock is not held, but this task is on its way to take it.
    next: Cell<Option<Gc<Task>>>,
}

impl Lock {
    /// Takes the lock, unless it is held or another task's turn. Whether it did.
    fn take(&self, state: &State) -> bool {
        let next = self.next.get();
        let free = !self.locked.get()
            // The task whose turn it is has no turn to come any more when a new loop began.
            && next.is_none_or(|task| next == state.current.get() || !task.is_linked());
        if free {
            self.next.set(None);
            self.locked.set(true);
        }
        free
    }

    /// Whether the current task is on its way to take it.
    fn is_mine(&self, state: &State) -> bool {
        self.next.get().is_some() && self.next.get() == state.current.get()
    }

    /// Gives the lock to the first who waits, or to whoever comes.
    fn pass_on(&self, state: &State) {
        self.locked.set(false);
        let next = self.line.waiting.pop();
        self.next.set(next);
        if let Some(task) = next {
            state.make_ready(task);
        }
    }
}

impl Primitive for Lock {
    fn outcome(this: Gc<Lock>, _: Gc<Waiter>, state: &State, _woken: bool) -> Resumed {
        if this.take(state) {
            Resumed::Returned(port::truth(true))
        } else {
            Resumed::Yielded
        }
    }

    fn thrown(this: Gc<Lock>, _: Gc<Waiter>, state: &State, _woken: bool) {
        if this.is_mine(state) {
            // Cancelled on the way to the lock: the next one gets it.
            this.pass_on(state);
        }
    }

    fn state(this: Gc<Lock>) -> Obj {
        match this.next.get() {
            Some(task) => coroutine::expose(task),
            None => port::int(this.locked.get().into()),
        }
    }

    fn set_state(this: Gc<Lock>, locked: bool) {
        this.next.set(None);
        this.locked.set(locked);
    }
}

/// Acquires a lock that is a part of `whole`, whose own `release` is called when the task is cancelled on its way to the lock.
async fn acquire_for(lock: Gc<Lock>, whole: Obj) -> Obj {
    while !lock.take(state()) {
        let (_, waited) = waiter::wait_in(waiter::line_of(lock)).await;
        if let Err(exception) = waited {
            if lock.is_mine(state()) {
                lock.next.set(None);
                lock.locked.set(true);
                port::call_method(whole, Name::Release, &[]);
            }
            port::raise(exception);
        }
    }
    port::truth(true)
}

/// Of the class Lock.
#[no_mangle]
pub static uasyncio_lock: Vtable = Vtable::of::<Lock>();

/// `lock.locked()`.
///
/// # Safety
/// `lock` is a Lock.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_lock_locked(lock: Obj) -> Obj {
    port::truth(Gc::<Lock>::from_obj(lock).locked.get())
}

/// `lock.acquire()`: an awaitable whose value is True. Allocates nothing. Also `lock.__aenter__()`.
///
/// # Safety
/// `lock` is a Lock.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_lock_acquire(lock: Obj) -> Obj {
    waiter::begin(lock)
}

/// The same of a lock that is a part of `whole`, an instance of a derived class with a `release` of its own: a coroutine. Allocates.
///
/// # Safety
/// `lock` is a Lock.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_lock_acquire_for(lock: Obj, whole: Obj) -> Obj {
    coroutine::new(acquire_for(Gc::from_obj(lock), whole)).as_obj()
}

/// `lock.release()`. Raises RuntimeError when the lock is not held.
///
/// # Safety
/// `lock` is a Lock.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_lock_release(lock: Obj) -> Obj {
    let lock = Gc::<Lock>::from_obj(lock);
    if !lock.locked.get() {
        port::fail(Exception::RuntimeError, text!("Lock not acquired"));
    }
    lock.pass_on(state());
    port::none()
}

/// `lock.__aexit__()`: releases at once; returns an awaitable that is done. Raises RuntimeError when the lock is not held.
///
/// # Safety
/// `lock` is a Lock.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_lock_aexit(lock: Obj) -> Obj {
    uasyncio_lock_release(lock);
    sleep::done()
}
