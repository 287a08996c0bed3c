//! ThreadSafeFlag: set from interrupt handlers, other threads or scheduled callbacks; clears itself when a task gets it.

use crate::awaitables::hand_over::{self, hand_over, tell_loop};
use crate::awaitables::waiter::{self, Line, Primitive, Vtable, Waiter};
use crate::host::object::{Gc, Obj, Result};
use crate::host::port::{self, Resumed};
use crate::tasks::state::{self as tasks, state_above};
use core::cell::Cell;
use portable_atomic::{AtomicBool, Ordering::Relaxed};

#[repr(C)]
pub struct Flag {
    line: Line,
    set: AtomicBool,
    /// The loop that those in the line wait in. Half a word, beside `set`: a word more would be a block of the heap more.
    era: Cell<u16>,
}

/// Two blocks of MicroPython's heap.
const _: () = assert!(core::mem::size_of::<Flag>() == 8 * core::mem::size_of::<usize>());

/// The state of this floor.
#[repr(C)]
pub struct State {
    below: hand_over::State,
    pub flags: Flags,
}

state_above!(hand_over::State);

/// How many tasks wait for flags.
#[repr(C)]
pub struct Flags {
    waiting: Cell<usize>,
    /// How often the loop began anew. Nobody knows all flags, so each one finds out for itself that those in its line were
    /// forgotten.
    era: Cell<u16>,
}

impl Flags {
    pub fn is_waited_for(&self) -> bool {
        self.waiting.get() != 0
    }

    /// More or fewer tasks wait.
    fn count(&self, change: isize) {
        self.waiting.set(self.waiting.get().wrapping_add_signed(change));
    }

    /// Forgets who waits.
    pub fn clear(&self) {
        self.waiting.set(0);
        self.era.set(self.era.get().wrapping_add(1));
    }
}

impl Flag {
    pub fn is_set(&self) -> bool {
        self.set.load(Relaxed)
    }

    pub fn clear(&self) {
        self.set.store(false, Relaxed);
    }
}

impl Gc<Flag> {
    /// Empties the line of those who wait in a loop that is no more.
    fn forget_older(self, state: &State) {
        let era = state.flags.era.get();
        if self.era.replace(era) != era {
            while self.line.waiting.pop().is_some() {}
        }
    }
}

impl Primitive for Flag {
    /// Whether the flag is set, or its task was woken; clears it.
    fn outcome(this: Gc<Flag>, _: Gc<Waiter>, _: &tasks::State, woken: bool) -> Resumed {
        let set = critical_section::with(|_| {
            let set = this.set.load(Relaxed);
            this.set.store(false, Relaxed);
            set
        });
        if set || woken {
            Resumed::Returned(port::none())
        } else {
            Resumed::Yielded
        }
    }

    fn thrown(this: Gc<Flag>, _: Gc<Waiter>, _: &tasks::State, _woken: bool) {
        // Cancelled on the way to a flag that is set: it is for the next one who waits.
        let state = state();
        this.forget_older(state);
        critical_section::with(|section| {
            if this.set.load(Relaxed) && !this.line.waiting.is_empty() {
                hand_over(this, section);
            }
        });
    }

    fn enters(this: Gc<Flag>) -> Obj {
        let state = state();
        this.forget_older(state);
        state.flags.count(1);
        this.as_obj()
    }

    fn left(this: Gc<Flag>) {
        let state = state();
        if this.era.get() == state.flags.era.get() {
            state.flags.count(-1);
        }
    }

    fn taken_over(this: Gc<Flag>) -> Result<()> {
        let state = state();
        if this.set.load(Relaxed) {
            this.forget_older(state);
            if this.line.wake_first(state) {
                state.flags.count(-1);
            }
        }
        Ok(())
    }

    fn state(this: Gc<Flag>) -> Obj {
        port::int(this.set.load(Relaxed).into())
    }

    fn set_state(this: Gc<Flag>, set: bool) {
        // SAFETY: it is a ThreadSafeFlag.
        unsafe {
            if set {
                uasyncio_flag_set(this.as_obj());
            } else {
                uasyncio_flag_clear(this.as_obj());
            }
        }
    }

    const SHOWS_LINE: bool = false;
}

/// Of the class ThreadSafeFlag.
#[no_mangle]
pub static uasyncio_flag: Vtable = Vtable::of::<Flag>();

/// `flag.set()`. May be called from an interrupt handler, also a hard one, and from another thread; wakes an idle loop.
/// Allocates nothing. The flag must be kept alive by the caller's own reference. Not while the flash cache is off.
///
/// A task that waits may run before the setter's next step, in another thread even during it: write first what it is to
/// see, then set. (A wake that waits for the end of the setter's function would need to know when that is, and neither an
/// interrupt handler nor a thread tells.)
///
/// # Safety
/// `flag` is a ThreadSafeFlag.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_flag_set(flag: Obj) -> Obj {
    let flag = Gc::<Flag>::from_obj(flag);
    // In the critical section, or a task that takes the flag at this moment in another thread would clear it.
    tell_loop(flag, |_| flag.set.store(true, Relaxed));
    port::none()
}

/// `flag.clear()`. May be called where `set` may.
///
/// # Safety
/// `flag` is a ThreadSafeFlag.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_flag_clear(flag: Obj) -> Obj {
    Gc::<Flag>::from_obj(flag).clear();
    port::none()
}

/// Whether the flag is set, for `select.poll`, which sees it as a readable stream.
///
/// # Safety
/// `flag` is a ThreadSafeFlag.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_flag_is_set(flag: Obj) -> bool {
    Gc::<Flag>::from_obj(flag).is_set()
}

/// `flag.wait()`: an awaitable that waits until the flag is set and clears it. Allocates nothing.
///
/// # Safety
/// `flag` is a ThreadSafeFlag.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_flag_wait(flag: Obj) -> Obj {
    waiter::begin(flag)
}
