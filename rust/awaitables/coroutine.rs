//! A Rust future as a Python awaitable.
//!
//! The state machine that the compiler makes of an `async fn` is the coroutine: it lies in the garbage-collected heap,
//! where it never moves and where the collector finds the objects that it holds across an await. Python drives it as it
//! drives its own coroutines: with `next`, `send`, `throw` and `close`.
//!
//! The collector frees a coroutine without telling it, so a future holds nothing that would have to be dropped: no type
//! in this crate implements `Drop`, and there is no allocator. (`needs_drop` cannot prove it: it is true of every
//! `async fn`.)

use crate::host::object::{Base, Gc, Obj, Raise};
use crate::host::port::{self, Exception, Resumed, Type};
use crate::host::text::text;
use crate::tasks::task::Task;
use core::cell::{Cell, UnsafeCell};
use core::ffi::c_void;
use core::future::Future;
use core::mem::{align_of, size_of};
use core::pin::Pin;
use core::task::{Context, Poll, RawWaker, RawWakerVTable, Waker};

#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
enum Status {
    Done,
    Created,
    Suspended,
    Running,
}

/// A place for one coroutine that is done, to be used again: all that ever wait in it have the same type of future. Python
/// never gets hold of one, because an object that it has must not become another one: see [`Handle`].
pub type Spare = Cell<Option<Gc<Coroutine>>>;

type PollFn = unsafe fn(*mut c_void, &mut Context) -> Poll<Obj>;

/// A coroutine whose future is not known by type.
#[repr(C)]
pub struct Coroutine<F = ()> {
    base: Base,
    /// None says that this is a [`Handle`].
    poll: Cell<Option<PollFn>>,
    /// Where the coroutine waits, when it is done, to be used again.
    home: Cell<Option<&'static Spare>>,
    status: Cell<Status>,
    /// Whether a task that runs it is none of the program's.
    is_internal: Cell<bool>,
    /// The size of the future, in bytes.
    size: Cell<u16>,
    /// The future begins at a word, whatever it is.
    align: [usize; 0],
    future: UnsafeCell<F>,
}

/// What Python holds of a coroutine that is used again. To Python it is a coroutine like any other; it is as large as the
/// head of one, which is the smallest that the allocator gives.
#[repr(C)]
pub struct Handle {
    base: Base,
    /// None.
    poll: Cell<Option<PollFn>>,
    /// Until it is done.
    inner: Cell<Option<Gc<Coroutine>>>,
}

const _: () = assert!(size_of::<Handle>() <= size_of::<Coroutine>());

unsafe fn poll<F: Future<Output = Obj>>(future: *mut c_void, cx: &mut Context) -> Poll<Obj> {
    // SAFETY: `start` paired this function with the type of the future. It never moves, and `resume` makes sure that no
    // other poll is under way.
    Pin::new_unchecked(&mut *future.cast::<F>()).poll(cx)
}

/// A new coroutine around a future.
pub fn new<F: Future<Output = Obj>>(future: F) -> Gc<Coroutine> {
    // SAFETY: it is for this future.
    unsafe { begin(None, future) }
}

/// A new coroutine for a task that is none of the program's.
pub fn internal<F: Future<Output = Obj>>(future: F) -> Gc<Coroutine> {
    let coroutine = new(future);
    coroutine.is_internal.set(true);
    coroutine
}

/// Whether a task is none of the program's.
pub fn is_internal(task: Gc<Task>) -> bool {
    let coroutine = task.coro.get();
    // SAFETY: the type says so. A handle has been given to Python.
    port::type_of(coroutine) == Type::Coroutine
        && unsafe {
            let coroutine = Gc::<Coroutine>::from_obj(coroutine);
            coroutine.poll.get().is_some() && coroutine.is_internal.get()
        }
}

/// A new coroutine that returns a value.
pub fn value(value: Obj) -> Gc<Coroutine> {
    new(core::future::poll_fn(move |_| Poll::Ready(value)))
}

/// A coroutine that returns a value. Raises MemoryError. Allocates.
#[no_mangle]
pub extern "C" fn uasyncio_value(object: Obj) -> Obj {
    value(object).as_obj()
}

/// A coroutine around a future, which comes back to its `home` when it is done: the one that is there, or a new one. Not for
/// Python.
///
/// # Safety
/// `home` is used for this type of future only, and lives as long as the future.
pub unsafe fn inner<F: Future<Output = Obj>>(home: &Spare, future: F) -> Gc<Coroutine> {
    begin(Some(&*core::ptr::from_ref(home)), future)
}

/// The same, as something that Python may have: a handle of its own for each call.
///
/// # Safety
/// As of [`inner`].
pub unsafe fn spare_or_new<F: Future<Output = Obj>>(home: &Spare, future: F) -> Gc<Coroutine> {
    let coroutine: Gc<Coroutine> = port::new(Type::Coroutine);
    coroutine.handle().inner.set(Some(inner(home, future)));
    coroutine
}

/// A task as Python gets it. If it is one that the library uses again, it is not used again.
pub fn expose(task: Gc<Task>) -> Obj {
    let coroutine = task.coro.get();
    if port::type_of(coroutine) == Type::Coroutine {
        // SAFETY: the type says so.
        let coroutine = unsafe { Gc::<Coroutine>::from_obj(coroutine) };
        if coroutine.poll.get().is_some() {
            coroutine.home.set(None);
        }
    }
    task.as_obj()
}

unsafe fn begin<F: Future<Output = Obj>>(home: Option<&'static Spare>, future: F) -> Gc<Coroutine> {
    // One copy for all futures.
    #[inline(never)]
    fn place(home: Option<&'static Spare>, poll: PollFn, size: usize) -> Gc<Coroutine> {
        let spare = home.and_then(Cell::take).filter(|spare| spare.status.get() == Status::Done);
        let new = || port::new_sized(Type::Coroutine, size_of::<Coroutine>() + size);
        let coroutine: Gc<Coroutine> = spare.unwrap_or_else(new);
        coroutine.poll.set(Some(poll));
        coroutine.home.set(home);
        coroutine.status.set(Status::Created);
        coroutine.is_internal.set(home.is_some());
        coroutine.size.set(size as u16);
        coroutine
    }
    const { assert!(size_of::<F>() <= u16::MAX as usize && align_of::<F>() <= align_of::<usize>()) };
    let coroutine = place(home, poll::<F>, size_of::<F>());
    coroutine.as_non_null().cast::<Coroutine<F>>().as_ref().future.get().write(future);
    coroutine
}

/// One step of a coroutine.
struct Step {
    coroutine: Gc<Coroutine>,
    /// What it gets when it goes on, for its innermost future to take: None or an exception. Nothing when the coroutine
    /// begins, and after that has been taken. The waker brings it there, and has no other use.
    sent: Cell<Option<Obj>>,
    polled: Poll<Obj>,
}

const WAKER: RawWakerVTable = RawWakerVTable::new(|data| RawWaker::new(data, &WAKER), |_| (), |_| (), |_| ());

unsafe extern "C" fn run(step: *mut c_void) {
    let step = step.cast::<Step>();
    // SAFETY: the vtable's functions do nothing with the data.
    let waker = Waker::new(step.cast(), &WAKER);
    let coroutine = (*step).coroutine;
    // SAFETY: `poll` belongs to the future, and it is not running: the status says so. `resume` has looked at it.
    let polled = (coroutine.poll.get().unwrap_unchecked())(
        coroutine.future.get().cast(),
        &mut Context::from_waker(&waker),
    );
    (*step).polled = polled;
}

pub fn take(cx: &Context) -> Option<Obj> {
    // SAFETY: `run` is the only one who polls, with a waker that points to its Step; only its Cell is shared.
    unsafe { (*cx.waker().data().cast::<Step>()).sent.take() }
}

pub fn take_exception(cx: &Context) -> Option<Raise> {
    take(cx).filter(|&sent| sent != port::none()).map(Raise)
}

impl Gc<Coroutine> {
    /// Only for one without a `poll`.
    fn handle(self) -> Gc<Handle> {
        // SAFETY: a handle has the same first words, and is not larger.
        unsafe { Gc::from_ptr(self.as_non_null().cast()) }
    }

    pub fn resume(self, exception: Option<Raise>) -> Resumed {
        if self.poll.get().is_some() {
            return self.resume_inner(exception);
        }
        let handle = self.handle();
        let Some(inner) = handle.inner.get() else {
            return Resumed::Returned(port::none());
        };
        let resumed = inner.resume_inner(exception);
        if inner.status.get() == Status::Done {
            handle.inner.set(None);
        }
        resumed
    }

    fn resume_inner(self, exception: Option<Raise>) -> Resumed {
        match (self.status.get(), exception) {
            (Status::Created | Status::Suspended, None) => {}
            (Status::Suspended, Some(_)) => {}
            (Status::Created, Some(exception)) => {
                self.end();
                return Resumed::Raised(exception);
            }
            // Also when an exception is thrown into it, as the host's own generators do.
            (Status::Done, _) => return Resumed::Returned(port::none()),
            (Status::Running, _) => {
                let message = Some(text!("generator already executing"));
                return Resumed::Raised(port::exception(Exception::ValueError, message));
            }
        }
        let goes_on = self.status.get() == Status::Suspended;
        let mut step = Step {
            coroutine: self,
            sent: Cell::new(goes_on.then(|| exception.map_or(port::none(), |Raise(exception)| exception))),
            polled: Poll::Pending,
        };
        self.status.set(Status::Running);
        // SAFETY: the coroutine was not running, and its future is suspended or new.
        let caught = unsafe { port::catch(run, (&raw mut step).cast()) };
        let resumed = match (caught, step.polled) {
            (Err(exception), _) => Resumed::Raised(exception),
            (Ok(()), Poll::Ready(value)) => Resumed::Returned(value),
            (Ok(()), Poll::Pending) => {
                self.status.set(Status::Suspended);
                return Resumed::Yielded;
            }
        };
        self.end();
        resumed
    }

    fn end(self) {
        self.status.set(Status::Done);
        // What the future held is garbage now, also when the coroutine is kept.
        // SAFETY: the future is of this size, and is not polled any more.
        unsafe { self.future.get().cast::<u8>().write_bytes(0, self.size.get().into()) };
        if let Some(home) = self.home.take() {
            home.set(Some(self));
        }
    }
}

/// `next(coroutine)`. Raises what the coroutine raises.
///
/// # Safety
/// `coroutine` is a Coroutine.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_next(coroutine: Obj) -> *mut c_void {
    port::iternext(Gc::<Coroutine>::from_obj(coroutine).resume(None))
}
