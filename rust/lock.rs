//! Lock: mutual exclusion between tasks, handed over in the order in which they came.

use crate::object::{Base, Gc, Obj};
use crate::port::{self, Exception, Type};
use crate::scheduler::{self, State};
use crate::task::Task;
use crate::waiter::{self, Primitive};
use crate::waiting::Waiting;
use core::cell::Cell;

#[repr(C)]
pub struct Lock {
    base: Base,
    pub waiting: Waiting,
    waiter: Cell<Obj>,
    locked: Cell<bool>,
    /// The lock is not held, but this task is on its way to take it.
    next: Cell<Option<Gc<Task>>>,
}

impl Lock {
    /// Gives the lock to the first who waits, or to whoever comes.
    fn pass_on(&self, state: &State) {
        self.locked.set(false);
        let next = self.waiting.pop();
        self.next.set(next);
        if let Some(task) = next {
            state.make_ready(task);
        }
    }

    fn take(&self) -> Option<Obj> {
        self.next.set(None);
        self.locked.set(true);
        Some(port::truth(true))
    }
}

impl Primitive for Gc<Lock> {
    fn ready(self, _: &State, _: Option<Gc<Task>>) -> Option<Obj> {
        if self.locked.get() || self.next.get().is_some() {
            return None;
        }
        self.take()
    }

    fn woken(self, state: &State) -> Option<Obj> {
        if self.next.get().is_some() && self.next.get() != state.current.get() {
            // Something else woke the task; the lock is another task's.
            return None;
        }
        if self.locked.get() {
            None
        } else {
            self.take()
        }
    }

    fn enqueue(self, state: &State, task: Gc<Task>) {
        if !scheduler::detach(state, task) {
            return;
        }
        self.waiting.append(task);
        task.data.set(self.as_obj());
    }

    fn thrown(self, state: &State) {
        if self.next.get().is_some() && self.next.get() == state.current.get() {
            // Cancelled on the way to the lock: the next one gets it.
            self.pass_on(state);
        }
    }
}

/// `Lock()`. Allocates the lock and its awaitable.
#[no_mangle]
pub extern "C" fn uasyncio_lock_new() -> Obj {
    let lock: Gc<Lock> = port::new(Type::Lock);
    lock.waiter.set(waiter::new(lock.as_obj()));
    lock.as_obj()
}

/// `lock.locked()`.
///
/// # Safety
/// `lock` is a Lock.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_lock_locked(lock: Obj) -> Obj {
    port::truth(scheduler::this::<Lock>(lock, Type::Lock).locked.get())
}

/// `lock.acquire()`: an awaitable whose value is True. Allocates nothing. Also `lock.__aenter__()`.
///
/// # Safety
/// `lock` is a Lock.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_lock_acquire(lock: Obj) -> Obj {
    waiter::begin(scheduler::this::<Lock>(lock, Type::Lock).waiter.get())
}

/// `lock.release()`. Raises RuntimeError when the lock is not held.
///
/// # Safety
/// `lock` is a Lock.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_lock_release(lock: Obj) -> Obj {
    let lock = scheduler::this::<Lock>(lock, Type::Lock);
    if !lock.locked.get() {
        port::fail(Exception::RuntimeError, c"Lock not acquired");
    }
    lock.pass_on(scheduler::state());
    port::none()
}

/// `lock.__aexit__()`: releases at once; returns an awaitable that is done. Raises RuntimeError when the lock is not held.
///
/// # Safety
/// `lock` is a Lock.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_lock_aexit(lock: Obj) -> Obj {
    uasyncio_lock_release(lock);
    crate::sleep::done(scheduler::state())
}
