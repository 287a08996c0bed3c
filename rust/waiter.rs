//! The shared awaitable of an Event, a Lock or a ThreadSafeFlag: what `event.wait()`, `lock.acquire()` and
//! `flag.wait()` return.
//!
//! A primitive has one, made with it, and gives it to every caller, so that waiting allocates nothing. All that differs
//! between those who wait is kept in their tasks: where they are queued, and the mark that they are inside of a shared
//! awaitable, by which a resumed task is told from one that begins to wait.

use crate::event::Event;
use crate::flag::Flag;
use crate::lock::Lock;
use crate::object::{Base, Gc, Obj, Raise};
use crate::port::{self, Resumed, Type};
use crate::scheduler::{self, State};
use crate::task::Task;
use core::cell::Cell;
use core::ffi::c_void;

#[repr(C)]
pub struct Waiter {
    base: Base,
    owner: Cell<Obj>,
}

/// Raises MemoryError.
pub fn new(owner: Obj) -> Obj {
    let waiter: Gc<Waiter> = port::new(Type::Waiter);
    waiter.owner.set(owner);
    waiter.as_obj()
}

/// Gives out a primitive's awaitable. Whoever asks for it goes on from no earlier wait: had the task been resumed inside
/// of a shared awaitable, that one would have been asked first. So a wait that was abandoned half-way is forgotten.
pub fn begin(waiter: Obj) -> Obj {
    scheduler::state().resumed.set(false);
    waiter
}

/// What a primitive does for those who wait for it.
pub trait Primitive {
    /// The value of the wait if the task need not wait (any longer).
    fn ready(self, state: &State, task: Option<Gc<Task>>) -> Option<Obj>;

    /// The value of the wait of a task that was woken.
    fn woken(self, state: &State) -> Option<Obj>;

    /// Queues a task.
    fn enqueue(self, state: &State, task: Gc<Task>);

    /// An exception was thrown into the wait.
    fn thrown(self, state: &State);
}

#[inline]
fn wait(primitive: impl Primitive + Copy, exception: Option<Raise>) -> Resumed {
    let state = scheduler::state();
    if let Some(exception) = exception {
        primitive.thrown(state);
        return Resumed::Raised(exception);
    }
    let done = if state.resumed.take() {
        primitive.woken(state)
    } else {
        primitive.ready(state, state.current.get())
    };
    if let Some(value) = done {
        return Resumed::Returned(value);
    }
    let task = scheduler::current(state);
    primitive.enqueue(state, task);
    task.enter_shared_awaitable();
    Resumed::Yielded
}

/// One step of a wait.
#[inline]
pub fn resume(waiter: Gc<Waiter>, exception: Option<Raise>) -> Resumed {
    let owner = waiter.owner.get();
    // SAFETY: in each arm the type has been checked.
    unsafe {
        match port::type_of(owner) {
            Type::Event => wait(Gc::<Event>::from_obj(owner), exception),
            Type::Lock => wait(Gc::<Lock>::from_obj(owner), exception),
            _ => wait(Gc::<Flag>::from_obj(owner), exception),
        }
    }
}

/// `next(waiter)`.
///
/// # Safety
/// `waiter` is a Waiter.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_waiter_next(waiter: Obj) -> *mut c_void {
    crate::coroutine::step(resume(Gc::from_obj(waiter), None))
}
