//! The shared awaitable of a primitive: what `event.wait()`, `lock.acquire()` and `flag.wait()` return.
//!
//! A primitive has one, made with it, and gives it to every caller, so that waiting allocates nothing. All that differs
//! between those who wait is kept in their tasks: where they are queued, and the mark that they are inside of a shared
//! awaitable, by which a resumed task is told from one that begins to wait. What Python sees as `event.waiting` is the
//! same object.

use crate::awaitables::sleep as below;
use crate::awaitables::suspend::Suspend;
use crate::host::object::{Base, BaseWithAttributes, Gc, Obj, Raise, Result};
use crate::host::port::{self, Resumed, Type};
use crate::queues::weak_list::{Listed, WeakLinks, WeakList};
use crate::tasks::state::{self as tasks, state_above};
use crate::tasks::task::{Owner, Task};
use crate::tasks::waiting::Waiting;
use core::cell::Cell;
use core::ffi::c_void;
use core::future::Future;
use core::pin::Pin;
use core::ptr::NonNull;
use core::task::{Context, Poll};

/// The state of this floor.
#[repr(C)]
pub struct State {
    below: below::State,
    /// All of them, if the host tells of those that it frees.
    pub primitives: WeakList<Line>,
}

state_above!(below::State);

/// What a primitive begins with.
#[repr(C)]
pub struct Line {
    base: BaseWithAttributes,
    pub waiting: Waiting,
    waiter: Cell<Option<Gc<Waiter>>>,
    /// Of the list of all primitives.
    listed: WeakLinks<Line>,
}

impl Listed for Line {
    fn links(&self) -> &WeakLinks<Line> {
        &self.listed
    }
}

#[repr(C)]
pub struct Waiter {
    base: Base,
    owner: Cell<Option<Gc<Line>>>,
    primitive: Cell<Option<&'static Vtable>>,
    /// Of a primitive that may be handed over from outside: see `hand_over`. Of any other: what one await brings along, or null; then
    /// this waiter is that one's alone, until it is taken out.
    pub word: Cell<*mut c_void>,
}

/// One block of MicroPython's heap.
const _: () = assert!(core::mem::size_of::<Waiter>() == 4 * core::mem::size_of::<usize>());

/// What tasks wait for: its type begins with a [`Line`], and is `repr(C)`. All-zero is a valid instance.
pub trait Primitive: Sized {
    /// How the wait of the current task ends, if it is over: it need not wait, or no longer when it was `woken`. Raises nothing.
    fn outcome(this: Gc<Self>, waiter: Gc<Waiter>, state: &tasks::State, woken: bool) -> Resumed;

    /// An exception was thrown into the wait of the current task, which may have been `woken` before that.
    fn thrown(_this: Gc<Self>, _waiter: Gc<Waiter>, _state: &tasks::State, _woken: bool) {}

    /// A task is about to come into the line. Gives what Python sees as its `data`.
    fn enters(this: Gc<Self>) -> Obj {
        this.as_obj()
    }

    /// A task has left the line without having been woken.
    fn left(_this: Gc<Self>) {}

    /// Does what an interrupt handler, or another thread, has left word of. What failed in that, and ends the loop.
    fn taken_over(_this: Gc<Self>) -> Result<()> {
        Ok(())
    }

    /// What Python sees as `state`.
    fn state(_this: Gc<Self>) -> Obj {
        port::none()
    }

    /// Python sets or clears what waits for nothing; it wakes nobody.
    fn set_state(_this: Gc<Self>, _set: bool) {}

    /// Whether Python sees the line, as `waiting`.
    const SHOWS_LINE: bool = true;
}

type Of<T> = unsafe fn(Gc<Line>) -> T;

/// A [`Primitive`] whose type is not known: the host names it where it makes an instance.
pub struct Vtable {
    size: usize,
    outcome: unsafe fn(Gc<Line>, Gc<Waiter>, &tasks::State, bool) -> Resumed,
    thrown: unsafe fn(Gc<Line>, Gc<Waiter>, &tasks::State, bool),
    enters: Of<Obj>,
    left: Of<()>,
    taken_over: Of<Result<()>>,
    state: Of<Obj>,
    set_state: unsafe fn(Gc<Line>, bool),
    // 1 or 0: nothing smaller than a word can be read where the ESP8266 has its constants.
    shows_line: usize,
}

impl Vtable {
    pub const fn of<P: Primitive>() -> Vtable {
        // Each line belongs to the type of whose table it came from: `uasyncio_primitive_new` paired them.
        Vtable {
            size: core::mem::size_of::<P>(),
            outcome: |line, waiter, state, woken| P::outcome(line.cast(), waiter, state, woken),
            thrown: |line, waiter, state, woken| P::thrown(line.cast(), waiter, state, woken),
            enters: |line| P::enters(line.cast()),
            left: |line| P::left(line.cast()),
            taken_over: |line| P::taken_over(line.cast()),
            state: |line| P::state(line.cast()),
            set_state: |line, set| P::set_state(line.cast(), set),
            shows_line: P::SHOWS_LINE as usize,
        }
    }
}

impl Line {
    /// Makes one whole that lies in words of the host's, with the waiter, and need not be initialised before it is used.
    pub fn init(&self, waiter: &'static Waiter, primitive: &'static Vtable) {
        // SAFETY: the waiter is there for ever.
        let waiter = unsafe { Gc::from_ptr(NonNull::from(waiter)) };
        waiter.primitive.set(Some(primitive));
        waiter.owner.set(Some(unsafe { Gc::from_ptr(NonNull::from(self)) }));
        self.waiter.set(Some(waiter));
    }

    /// Makes ready the first who waits. Whether there was one.
    pub fn wake_first(&self, state: &tasks::State) -> bool {
        let first = self.waiting.pop();
        if let Some(task) = first {
            state.make_ready(task);
        }
        first.is_some()
    }

    /// Makes ready all who wait, in the order in which they came.
    pub fn wake_all(&self, state: &tasks::State) {
        while self.wake_first(state) {}
    }
}

impl Gc<Line> {
    fn cast<P: Primitive>(self) -> Gc<P> {
        // SAFETY: only a table's functions call this, with the lines that belong to it.
        unsafe { Gc::from_ptr(self.as_non_null().cast()) }
    }

    pub fn taken_over(self) -> Result<()> {
        // SAFETY: the table belongs to the line.
        unsafe { (self.waiter().primitive().taken_over)(self) }
    }

    /// The name of the line.
    fn owner(self) -> Owner {
        self.as_non_null().cast()
    }

    pub fn waiter(self) -> Gc<Waiter> {
        // SAFETY: `uasyncio_primitive_new` gives none away without.
        unsafe { self.waiter.get().unwrap_unchecked() }
    }
}

impl Waiter {
    pub fn line(&self) -> Gc<Line> {
        // SAFETY: nobody gets hold of a waiter before it is set; so below.
        unsafe { self.owner.get().unwrap_unchecked() }
    }

    /// Whether Python sees it as `waiting`.
    pub fn shows_line(&self) -> bool {
        self.primitive().shows_line != 0
    }

    fn primitive(&self) -> &'static Vtable {
        // SAFETY: as above.
        unsafe { self.primitive.get().unwrap_unchecked() }
    }
}

impl Gc<Waiter> {
    /// Puts a task at the end of the line.
    #[inline]
    pub fn enter(self, state: &tasks::State, task: Gc<Task>) {
        let line = self.line();
        if state.detach(task) {
            // SAFETY: the table belongs to the line.
            let shown = unsafe { (self.primitive().enters)(line) };
            line.waiting.append(task, line.owner());
            task.data.set(shown);
        }
    }

    /// Takes a task out of the line, if it is there.
    pub fn leave(self, task: Gc<Task>) {
        let line = self.line();
        if line.waiting.remove(task, line.owner()) {
            // SAFETY: the table belongs to the line.
            unsafe { (self.primitive().left)(line) };
        }
    }

    /// One step of a wait.
    pub fn resume(self, exception: Option<Raise>) -> Resumed {
        let state = state();
        let (line, primitive) = (self.line(), self.primitive());
        let woken = state.resumed.take();
        if let Some(exception) = exception {
            // SAFETY: the table belongs to the line; so below.
            unsafe { (primitive.thrown)(line, self, state, woken) };
            return Resumed::Raised(exception);
        }
        match unsafe { (primitive.outcome)(line, self, state, woken) } {
            Resumed::Yielded => {}
            ended => return ended,
        }
        let task = state.current();
        self.enter(state, task);
        task.enter_shared_awaitable();
        Resumed::Yielded
    }
}

/// Gives out a primitive's awaitable. Whoever asks for it goes on from no earlier wait: had the task been resumed inside
/// of a shared awaitable, that one would have been asked first. So a wait that was abandoned half-way is forgotten.
///
/// # Safety
/// `primitive` is one.
pub unsafe fn begin(primitive: Obj) -> Obj {
    state().resumed.set(false);
    Gc::<Line>::from_obj(primitive).waiter().as_obj()
}

/// Gives out an awaitable of a primitive that brings something along: the primitive's, or a new one if that is on its way.
/// Raises MemoryError. Allocates in that case.
pub fn begin_carrying(line: Gc<Line>, object: Obj) -> Obj {
    let mut waiter = line.waiter();
    if !waiter.word.get().is_null() {
        let primitive = waiter.primitive();
        waiter = new_waiter(line, primitive);
    }
    waiter.word.set(object.as_ptr());
    state().resumed.set(false);
    waiter.as_obj()
}

/// Lets the current task wait in a primitive's line until it is woken, and tells whether it was; else, and sometimes also
/// then, it goes on with an exception. Of a Rust coroutine.
pub fn wait_in(line: Gc<Line>) -> WaitIn {
    WaitIn { line, has_begun: false }
}

pub struct WaitIn {
    line: Gc<Line>,
    has_begun: bool,
}

impl Future for WaitIn {
    type Output = (bool, Result<()>);

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context) -> Poll<(bool, Result<()>)> {
        let state = state();
        if !self.has_begun {
            self.has_begun = true;
            let task = state.current();
            self.line.waiter().enter(state, task);
            task.enter_shared_awaitable();
        }
        Pin::new(&mut Suspend).poll(cx).map(|result| (state.resumed.take(), result))
    }
}

fn new_waiter(line: Gc<Line>, primitive: &'static Vtable) -> Gc<Waiter> {
    let waiter: Gc<Waiter> = port::new(Type::Waiter);
    waiter.owner.set(Some(line));
    waiter.primitive.set(Some(primitive));
    line.waiter.set(Some(waiter));
    waiter
}

/// Takes a task out of a primitive's line, if it is there.
pub fn leave(line: Gc<Line>, task: Gc<Task>) {
    line.waiter().leave(task);
}

/// A new primitive with its awaitable, which the host has yet to name the type of. Raises MemoryError. Allocates.
pub fn make<P: Primitive>() -> Gc<P> {
    let object = uasyncio_primitive_new(const { &Vtable::of::<P>() });
    // SAFETY: that is what the table makes.
    unsafe { Gc::from_obj(object) }
}

/// What a primitive begins with.
pub fn line_of<P: Primitive>(primitive: Gc<P>) -> Gc<Line> {
    // SAFETY: the trait demands it.
    unsafe { Gc::from_ptr(primitive.as_non_null().cast()) }
}

/// A new primitive with its awaitable. The host sets its type. Raises MemoryError. Allocates.
#[no_mangle]
pub extern "C" fn uasyncio_primitive_new(primitive: &'static Vtable) -> Obj {
    let line: Gc<Line> = port::new_sized(Type::Primitive, primitive.size);
    new_waiter(line, primitive);
    if port::tells_what_is_freed() {
        state().primitives.add(&line);
    }
    line.as_obj()
}

/// `next(waiter)`.
///
/// # Safety
/// `waiter` is a Waiter.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_waiter_next(waiter: Obj) -> *mut c_void {
    port::iternext(Gc::<Waiter>::from_obj(waiter).resume(None))
}

/// `primitive.state`: whether an Event is set; 0 or 1 of a ThreadSafeFlag; of a Lock 0, 1 while it is held, or the task that
/// is on its way to it.
///
/// # Safety
/// `primitive` is one.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_primitive_state(primitive: Obj) -> Obj {
    let line = Gc::<Line>::from_obj(primitive);
    (line.waiter().primitive().state)(line)
}

/// `primitive.state = value`: sets or clears what waits for nothing, and wakes nobody. Raises what bool() raises.
///
/// # Safety
/// `primitive` is one.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_primitive_set_state(primitive: Obj, value: Obj) {
    let set = port::is_true(value);
    let line = Gc::<Line>::from_obj(primitive);
    (line.waiter().primitive().set_state)(line, set)
}
