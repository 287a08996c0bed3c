//! ThreadSafeFlag: set from interrupt handlers, other threads or scheduled callbacks; clears itself when a task gets it.
//!
//! `set` marks the flag and puts it on a list, in a critical section; the scheduler takes the list before each turn. So
//! nobody polls flags, and an idle loop is woken.

use crate::object::{Base, Gc, Obj};
use crate::port::{self, Type};
use crate::scheduler::{self, State};
use crate::task::Task;
use crate::waiter::{self, Primitive};
use crate::waiting::Waiting;
use core::cell::Cell;
use core::ptr::{self, NonNull};
use critical_section::CriticalSection;
use portable_atomic::{AtomicBool, AtomicPtr, Ordering::Relaxed};

#[repr(C)]
pub struct Flag {
    base: Base,
    waiting: Waiting,
    waiter: Cell<Obj>,
    /// The flag that was handed over before this one, while `listed`. Changed in a critical section only.
    next: Cell<*mut Flag>,
    listed: Cell<bool>,
    set: AtomicBool,
}

/// The flags that were set since the scheduler looked last, and how many tasks wait for flags.
#[repr(C)]
pub struct Set {
    handed_over: AtomicPtr<Flag>,
    waiting: Cell<usize>,
}

impl Set {
    pub fn is_waited_for(&self) -> bool {
        self.waiting.get() != 0
    }

    /// Wakes those who wait for a flag that was set.
    #[inline]
    pub fn drain(&self, state: &State) {
        if !self.handed_over.load(Relaxed).is_null() {
            self.wake(state);
        }
    }

    fn wake(&self, state: &State) {
        for flag in self.take() {
            if flag.set.load(Relaxed) {
                if let Some(task) = flag.waiting.pop() {
                    self.waiting.set(self.waiting.get() - 1);
                    state.make_ready(task);
                }
            }
        }
    }

    /// The list in the order in which the flags were set. A flag can be handed over again as soon as it was given out.
    fn take(&self) -> impl Iterator<Item = Gc<Flag>> {
        let mut first = ptr::null_mut::<Flag>();
        critical_section::with(|_| {
            let mut last = self.handed_over.load(Relaxed);
            self.handed_over.store(ptr::null_mut(), Relaxed);
            while let Some(flag) = NonNull::new(last) {
                // SAFETY: listed flags are alive: the list is in the state, which the collector scans.
                let flag = unsafe { flag.as_ref() };
                last = flag.next.replace(first);
                first = ptr::from_ref(flag).cast_mut();
            }
        });
        core::iter::from_fn(move || {
            // SAFETY: as above; now it is on the stack, and the rest of the list hangs on it.
            let flag = unsafe { Gc::from_ptr(NonNull::new(first)?) };
            critical_section::with(|_| {
                first = flag.next.replace(ptr::null_mut());
                flag.listed.set(false);
            });
            Some(flag)
        })
    }

    /// Forgets who waits.
    pub fn clear(&self) {
        self.waiting.set(0);
    }
}

impl Gc<Flag> {
    pub fn remove(self, state: &State, task: Gc<Task>) {
        if self.waiting.remove(task) {
            state.flags.waiting.set(state.flags.waiting.get().saturating_sub(1));
        }
    }

    /// Puts the flag where the scheduler will look. May be called from an interrupt handler or another thread.
    fn hand_over(self, state: &State, _: CriticalSection) {
        if !self.listed.replace(true) {
            self.next.set(state.flags.handed_over.load(Relaxed));
            state.flags.handed_over.store(self.as_non_null().as_ptr(), Relaxed);
        }
    }
}

impl Primitive for Gc<Flag> {
    fn ready(self, _: &State, _: Option<Gc<Task>>) -> Option<Obj> {
        critical_section::with(|_| {
            let set = self.set.load(Relaxed);
            self.set.store(false, Relaxed);
            set.then(port::none)
        })
    }

    fn woken(self, _: &State) -> Option<Obj> {
        self.set.store(false, Relaxed);
        Some(port::none())
    }

    fn enqueue(self, state: &State, task: Gc<Task>) {
        if !scheduler::detach(state, task) {
            return;
        }
        self.waiting.append(task);
        state.flags.waiting.set(state.flags.waiting.get() + 1);
        task.data.set(self.as_obj());
    }

    fn thrown(self, state: &State) {
        // Cancelled on the way to a flag that is set: it is for the next one who waits.
        critical_section::with(|section| {
            if self.set.load(Relaxed) && !self.waiting.is_empty() {
                self.hand_over(state, section);
            }
        });
    }
}

/// `ThreadSafeFlag()`. Allocates the flag and its awaitable.
#[no_mangle]
pub extern "C" fn uasyncio_flag_new() -> Obj {
    let flag: Gc<Flag> = port::new(Type::Flag);
    flag.waiter.set(waiter::new(flag.as_obj()));
    flag.as_obj()
}

/// `flag.set()`. May be called from an interrupt handler, also a hard one, and from another thread; wakes an idle loop.
/// Allocates nothing. The flag must be kept alive by the caller's own reference.
///
/// # Safety
/// `flag` is a ThreadSafeFlag.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_flag_set(flag: Obj) -> Obj {
    let flag = scheduler::this::<Flag>(flag, Type::Flag);
    critical_section::with(|section| {
        // In here, or a task that takes the flag at this moment in another thread would clear it.
        flag.set.store(true, Relaxed);
        flag.hand_over(scheduler::state(), section);
    });
    port::wake();
    port::none()
}

/// `flag.clear()`. May be called where `set` may.
///
/// # Safety
/// `flag` is a ThreadSafeFlag.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_flag_clear(flag: Obj) -> Obj {
    scheduler::this::<Flag>(flag, Type::Flag).set.store(false, Relaxed);
    port::none()
}

/// Whether the flag is set, for `select.poll`, which sees it as a readable stream.
///
/// # Safety
/// `flag` is a ThreadSafeFlag.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_flag_is_set(flag: Obj) -> bool {
    scheduler::this::<Flag>(flag, Type::Flag).set.load(Relaxed)
}

/// `flag.wait()`: an awaitable that waits until the flag is set and clears it. Allocates nothing.
///
/// # Safety
/// `flag` is a ThreadSafeFlag.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_flag_wait(flag: Obj) -> Obj {
    waiter::begin(scheduler::this::<Flag>(flag, Type::Flag).waiter.get())
}
