//! The shared awaitable of an Event, a Lock or a ThreadSafeFlag: what `event.wait()`, `lock.acquire()` and
//! `flag.wait()` return.
//!
//! A primitive has one, made with it, and gives it to every caller, so that waiting allocates nothing. All that differs
//! between those who wait is kept in their tasks: where they are queued, and the mark that they are inside of a shared
//! awaitable, by which a resumed task is told from one that begins to wait. What Python sees as `event.waiting` is the
//! same object.

use crate::coroutine;
use crate::create_task;
use crate::event::Event;
use crate::flag::Flag;
use crate::lock::Lock;
use crate::object::{Base, BaseWithAttributes, Gc, MaybeObj, Obj, Raise};
use crate::port::{self, Exception, Resumed, Type};
use crate::scheduler::{self, State};
use crate::task::Task;
use crate::waiting::{Owner, Waiting};
use core::cell::Cell;
use core::ffi::c_void;

/// What a primitive begins with.
#[repr(C)]
pub struct Line {
    base: BaseWithAttributes,
    pub waiting: Waiting,
    waiter: Cell<Obj>,
}

#[repr(C)]
pub struct Waiter {
    base: Base,
    owner: Cell<Gc<Line>>,
}

/// Makes the awaitable of a new primitive. Raises MemoryError.
pub fn make(line: Gc<Line>) {
    let waiter: Gc<Waiter> = port::new(Type::Waiter);
    waiter.owner.set(line);
    line.waiter.set(waiter.as_obj());
}

/// Gives out a primitive's awaitable. Whoever asks for it goes on from no earlier wait: had the task been resumed inside
/// of a shared awaitable, that one would have been asked first. So a wait that was abandoned half-way is forgotten.
///
/// # Safety
/// `primitive` is an Event, a Lock or a ThreadSafeFlag.
pub unsafe fn begin(primitive: Obj) -> Obj {
    scheduler::state().resumed.set(false);
    Gc::<Line>::from_obj(primitive).waiter.get()
}

/// A primitive, by its type.
enum Primitive {
    Event(Gc<Event>),
    Lock(Gc<Lock>),
    Flag(Gc<Flag>),
}

impl Gc<Line> {
    /// The name of the line.
    pub fn owner(self) -> Owner {
        self.as_non_null().cast()
    }
}

impl Primitive {
    fn of(owner: Gc<Line>) -> Primitive {
        let owner = owner.as_obj();
        // SAFETY: in each arm the type has been checked, and only these three have an awaitable.
        unsafe {
            match port::type_of(owner) {
                Type::Event => Primitive::Event(Gc::from_obj(owner)),
                Type::Lock => Primitive::Lock(Gc::from_obj(owner)),
                _ => Primitive::Flag(Gc::from_obj(owner)),
            }
        }
    }

    /// Whether the task need not wait, or no longer when it was `woken`.
    fn is_over(&self, state: &State, woken: bool) -> bool {
        match self {
            Primitive::Event(event) => woken || event.is_set(),
            Primitive::Lock(lock) => lock.take(state),
            Primitive::Flag(flag) => flag.take(woken),
        }
    }

    fn value(&self) -> Obj {
        match self {
            Primitive::Flag(_) => port::none(),
            _ => port::truth(true),
        }
    }

    /// An exception was thrown into the wait.
    fn thrown(&self, state: &State) {
        match self {
            Primitive::Event(_) => {}
            Primitive::Lock(lock) => lock.thrown(state),
            Primitive::Flag(flag) => flag.thrown(state),
        }
    }
}

/// Puts a task at the end of a primitive's line.
#[inline]
fn enter(state: &State, line: Gc<Line>, task: Gc<Task>, primitive: Primitive) {
    if scheduler::detach(state, task) {
        if let Primitive::Flag(flag) = primitive {
            flag.enters(state);
        }
        line.waiting.append(task, line.owner());
        task.data.set(line.as_obj());
    }
}

/// Takes a task out of a primitive's line, if it is there.
pub fn leave(state: &State, line: Gc<Line>, task: Gc<Task>) {
    if line.waiting.remove(task, line.owner()) {
        if let Primitive::Flag(flag) = Primitive::of(line) {
            flag.left(state);
        }
    }
}

/// One step of a wait.
pub fn resume(waiter: Gc<Waiter>, exception: Option<Raise>) -> Resumed {
    let state = scheduler::state();
    let line = waiter.owner.get();
    let primitive = Primitive::of(line);
    if let Some(exception) = exception {
        primitive.thrown(state);
        return Resumed::Raised(exception);
    }
    if primitive.is_over(state, state.resumed.take()) {
        return Resumed::Returned(primitive.value());
    }
    let task = scheduler::current(state);
    enter(state, line, task, primitive);
    task.enter_shared_awaitable();
    Resumed::Yielded
}

/// `next(waiter)`.
///
/// # Safety
/// `waiter` is a Waiter.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_waiter_next(waiter: Obj) -> *mut c_void {
    coroutine::step(resume(Gc::from_obj(waiter), None))
}

/// `event.waiting`, `lock.waiting`: those who wait, as a TaskQueue shows them. It is the shared awaitable. MP_OBJ_NULL of a
/// ThreadSafeFlag, which has none.
///
/// # Safety
/// `primitive` is an Event, a Lock or a ThreadSafeFlag.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_primitive_waiting(primitive: Obj) -> MaybeObj {
    (port::type_of(primitive) != Type::Flag).then(|| Gc::<Line>::from_obj(primitive).waiter.get())
}

/// `waiting.push(task)`: the task waits, behind the others. Raises TypeError.
///
/// # Safety
/// `waiter` is a Waiter.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_waiting_push(waiter: Obj, task: Obj) -> Obj {
    let (line, task) = (Gc::<Waiter>::from_obj(waiter).owner.get(), create_task::expect_task(task));
    enter(scheduler::state(), line, task, Primitive::of(line));
    port::none()
}

/// `waiting.peek()`: who waits longest, or None.
///
/// # Safety
/// `waiter` is a Waiter.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_waiting_peek(waiter: Obj) -> Obj {
    let first = Gc::<Waiter>::from_obj(waiter).owner.get().waiting.first();
    first.map_or(port::none(), coroutine::expose)
}

/// `waiting.remove(task)`: the task waits no more, if it is there. Raises TypeError.
///
/// # Safety
/// `waiter` is a Waiter.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_waiting_remove(waiter: Obj, task: Obj) -> Obj {
    leave(scheduler::state(), Gc::<Waiter>::from_obj(waiter).owner.get(), create_task::expect_task(task));
    port::none()
}

/// `waiting.pop()`: who waits longest, and waits no more. Raises IndexError when nobody does.
///
/// # Safety
/// `waiter` is a Waiter.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_waiting_pop(waiter: Obj) -> Obj {
    let line = Gc::<Waiter>::from_obj(waiter).owner.get();
    let Some(task) = line.waiting.first() else { port::fail(Exception::IndexError, c"empty heap") };
    leave(scheduler::state(), line, task);
    coroutine::expose(task)
}
