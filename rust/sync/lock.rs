//! Lock: mutual exclusion between tasks, handed over in the order in which they came.

use crate::awaitables::waiter::{self, Line, Primitive, Vtable, Waiter};
use crate::awaitables::{coroutine, sleep};
use crate::host::object::{Gc, Obj};
use crate::host::port::{self, Exception, Name, Resumed};
use crate::host::text::text;
use crate::tasks::state::{state, State};
use crate::tasks::task::Task;
use core::cell::Cell;
use core::ptr::{self, NonNull};

#[repr(C)]
pub struct Lock {
    line: Line,
    /// Null while it is free, [`HELD`], or the task that is on its way to take it.
    turn: Cell<*mut Task>,
}

/// Two blocks of MicroPython's heap.
const _: () = assert!(core::mem::size_of::<Lock>() == 8 * core::mem::size_of::<usize>());

/// No task's address. One word says all of it, because a word more would be a block of the heap more.
const HELD: *mut Task = ptr::without_provenance_mut(1);

fn address(task: Gc<Task>) -> *mut Task {
    task.as_non_null().as_ptr()
}

impl Lock {
    fn is_locked(&self) -> bool {
        self.turn.get() == HELD
    }

    /// The task that is on its way to take it.
    fn next(&self) -> Option<Gc<Task>> {
        if self.is_locked() {
            return None;
        }
        // SAFETY: any other address is a task's, which lives: the collector finds it here.
        NonNull::new(self.turn.get()).map(|task| unsafe { Gc::from_ptr(task) })
    }

    /// Takes the lock, unless it is held or another task's turn. Whether it did.
    fn take(&self, state: &State) -> bool {
        // The task whose turn it is has no turn to come any more when a new loop began.
        let free =
            self.is_mine(state) || !self.is_locked() && self.next().is_none_or(|task| !task.is_linked());
        if free {
            self.turn.set(HELD);
        }
        free
    }

    /// Whether the current task is on its way to take it.
    fn is_mine(&self, state: &State) -> bool {
        state.current.get().is_some_and(|task| address(task) == self.turn.get())
    }

    /// Gives the lock to the first who waits, or to whoever comes.
    fn pass_on(&self, state: &State) {
        let next = self.line.waiting.pop();
        self.turn.set(next.map_or(ptr::null_mut(), address));
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
        match this.next() {
            Some(task) => coroutine::expose(task),
            None => port::int(this.is_locked().into()),
        }
    }

    fn set_state(this: Gc<Lock>, locked: bool) {
        this.turn.set(if locked { HELD } else { ptr::null_mut() });
    }
}

/// Acquires a lock that is a part of `whole`, whose own `release` is called when the task is cancelled on its way to the lock.
async fn acquire_for(lock: Gc<Lock>, whole: Obj) -> Obj {
    while !lock.take(state()) {
        let (_, waited) = waiter::wait_in(waiter::line_of(lock)).await;
        if let Err(exception) = waited {
            if lock.is_mine(state()) {
                lock.turn.set(HELD);
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
    port::truth(Gc::<Lock>::from_obj(lock).is_locked())
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
    if !lock.is_locked() {
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
