//! Lock: mutual exclusion between tasks, handed over in the order in which they came.

use crate::coroutine;
use crate::object::{Gc, Obj};
use crate::port::{self, Exception};
use crate::scheduler::{self, State};
use crate::task::Task;
use crate::waiter::{self, Line};
use core::cell::Cell;

#[repr(C)]
pub struct Lock {
    line: Line,
    locked: Cell<bool>,
    /// The lock is not held, but this task is on its way to take it.
    next: Cell<Option<Gc<Task>>>,
}

impl Lock {
    /// Gives the lock to the first who waits, or to whoever comes.
    fn pass_on(&self, state: &State) {
        self.locked.set(false);
        let next = self.line.waiting.pop();
        self.next.set(next);
        if let Some(task) = next {
            state.make_ready(task);
        }
    }

    /// Takes the lock, unless it is held or another task's turn.
    pub fn take(&self, state: &State) -> bool {
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

    /// What Python sees as `state`.
    pub fn state(&self) -> Obj {
        match self.next.get() {
            Some(task) => coroutine::expose(task),
            None => port::int(self.locked.get().into()),
        }
    }

    /// Becomes held, or not, without a word to those who wait.
    pub fn change(&self, locked: bool) {
        self.next.set(None);
        self.locked.set(locked);
    }

    pub fn thrown(&self, state: &State) {
        if self.next.get().is_some() && self.next.get() == state.current.get() {
            // Cancelled on the way to the lock: the next one gets it.
            self.pass_on(state);
        }
    }
}

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

/// `lock.release()`. Raises RuntimeError when the lock is not held.
///
/// # Safety
/// `lock` is a Lock.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_lock_release(lock: Obj) -> Obj {
    let lock = Gc::<Lock>::from_obj(lock);
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
