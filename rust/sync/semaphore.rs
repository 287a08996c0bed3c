//! Semaphore and BoundedSemaphore: at most so many tasks at a time.

use crate::awaitables::hand_over::tell_loop;
use crate::awaitables::sleep;
use crate::awaitables::waiter::{self, Line, Primitive, Waiter};
use crate::host::object::{Gc, Obj, Result};
use crate::host::port::{self, Exception, Resumed};
use crate::host::text::text;
use crate::tasks::state::{state, State};
use core::cell::Cell;

#[repr(C)]
pub struct Semaphore {
    line: Line,
    /// How many more tasks may acquire it.
    value: Cell<isize>,
    /// How often it was released from outside since the loop looked last. Changed in a critical section only.
    released_outside: Cell<isize>,
    /// Tasks that were given it and have not had their turn since.
    woken: Cell<usize>,
    /// What the value may not exceed.
    bound: Cell<isize>,
}

impl Semaphore {
    fn is_locked(&self) -> bool {
        self.value.get() == 0 || self.woken.get() != 0 || !self.line.waiting.is_empty()
    }

    /// Gives it to the first who waits, if any.
    fn pass_on(&self, state: &State) {
        if let Some(task) = self.line.waiting.pop() {
            self.value.set(self.value.get() - 1);
            self.woken.set(self.woken.get() + 1);
            state.make_ready(task);
        }
    }

    fn woken_has_come(&self) {
        // Python may have waited for one that nobody gave.
        self.woken.set(self.woken.get().saturating_sub(1));
    }
}

impl Gc<Semaphore> {
    /// The same, with what was released from outside.
    fn up_to_date(self) -> Gc<Semaphore> {
        if self.released_outside.get() != 0 {
            let released = critical_section::with(|_| self.released_outside.replace(0));
            for _ in 0..released {
                self.release(state());
            }
        }
        self
    }

    fn release(self, state: &State) {
        self.value.set(self.value.get() + 1);
        self.pass_on(state);
    }
}

impl Primitive for Semaphore {
    fn outcome(this: Gc<Semaphore>, _: Gc<Waiter>, state: &State, woken: bool) -> Resumed {
        this.up_to_date();
        if woken {
            this.woken_has_come();
            if this.value.get() > 0 {
                this.pass_on(state);
            }
        } else if this.is_locked() {
            return Resumed::Yielded;
        } else {
            this.value.set(this.value.get() - 1);
        }
        Resumed::Returned(port::truth(true))
    }

    fn thrown(this: Gc<Semaphore>, _: Gc<Waiter>, state: &State, woken: bool) {
        if woken {
            // Cancelled on the way to it: it is the next one's.
            this.woken_has_come();
            this.release(state);
        }
    }

    fn taken_over(this: Gc<Semaphore>) -> Result<()> {
        this.up_to_date();
        Ok(())
    }

    fn state(this: Gc<Semaphore>) -> Obj {
        port::int(this.up_to_date().value.get())
    }
}

/// `Semaphore(value=1)`, and `BoundedSemaphore(value=1)` if it is `bounded`. Raises ValueError for less than 0, TypeError,
/// MemoryError. Allocates.
#[no_mangle]
pub extern "C" fn uasyncio_semaphore_new(value: Obj, bounded: bool) -> Obj {
    let value = port::get_int(value);
    if value < 0 {
        port::fail(Exception::ValueError, text!("Semaphore initial value must be >= 0"));
    }
    let semaphore = waiter::make::<Semaphore>();
    semaphore.value.set(value);
    semaphore.bound.set(if bounded { value } else { isize::MAX });
    semaphore.as_obj()
}

/// `semaphore.locked()`: whether an acquire would have to wait.
///
/// # Safety
/// `semaphore` is one.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_semaphore_locked(semaphore: Obj) -> Obj {
    port::truth(Gc::<Semaphore>::from_obj(semaphore).up_to_date().is_locked())
}

/// `semaphore.acquire()`: an awaitable whose value is True. Allocates nothing. Also `semaphore.__aenter__()`.
///
/// # Safety
/// `semaphore` is one.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_semaphore_acquire(semaphore: Obj) -> Obj {
    waiter::begin(semaphore)
}

/// `semaphore.release()`: the first who waits gets it. Raises ValueError of a BoundedSemaphore that is as free as it was at the
/// beginning. Allocates nothing. May be called from an interrupt handler, also a hard one, and from another thread: then the
/// first who waits gets it before the loop's next turn, and an idle loop is woken.
///
/// # Safety
/// `semaphore` is one.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_semaphore_release(semaphore: Obj) -> Obj {
    let semaphore = Gc::<Semaphore>::from_obj(semaphore);
    let value = semaphore.value.get();
    // More than are to be had, all that comes from outside counted in.
    if semaphore.released_outside.get() >= semaphore.bound.get() - value {
        port::fail(Exception::ValueError, text!("BoundedSemaphore released too many times"));
    }
    if port::is_outside() {
        tell_loop(semaphore, |_| semaphore.released_outside.set(semaphore.released_outside.get() + 1));
    } else {
        semaphore.release(state());
    }
    port::none()
}

/// `semaphore.__aexit__()`: releases at once; returns an awaitable that is done. Raises ValueError as `release`.
///
/// # Safety
/// `semaphore` is one.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_semaphore_aexit(semaphore: Obj) -> Obj {
    uasyncio_semaphore_release(semaphore);
    sleep::done()
}
