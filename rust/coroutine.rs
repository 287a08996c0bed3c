//! A Rust future as a Python awaitable.
//!
//! The state machine that the compiler makes of an `async fn` is the coroutine: it lies in the garbage-collected heap,
//! where it never moves and where the collector finds the objects that it holds across an await. Python drives it as it
//! drives its own coroutines: with `next`, `send`, `throw` and `close`.
//!
//! The collector frees a coroutine without telling it, so a future holds nothing that would have to be dropped: no type
//! in this crate implements `Drop`, and there is no allocator. (`needs_drop` cannot prove it: it is true of every
//! `async fn`.)

use crate::object::{Base, Gc, MaybeObj, Obj, Raise, Result};
use crate::port::{self, Exception, Resumed, Type};
use crate::scheduler::give;
use crate::{sleep, waiter};
use core::cell::{Cell, UnsafeCell};
use core::ffi::c_void;
use core::future::Future;
use core::mem::size_of;
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

/// A place for one coroutine that is done, to be used again: all that ever wait in it have the same type of future.
pub type Spare = Cell<Option<Gc<Coroutine>>>;

type PollFn = unsafe fn(Gc<Coroutine>, &mut Context) -> Poll<Result>;

/// A coroutine whose future is not known by type.
#[repr(C)]
pub struct Coroutine<F = ()> {
    base: Base,
    poll: Cell<PollFn>,
    /// Where the coroutine waits, when it is done, to be used again.
    home: Cell<Option<&'static Spare>>,
    status: Cell<Status>,
    future: UnsafeCell<F>,
}

unsafe fn poll<F: Future<Output = Result>>(this: Gc<Coroutine>, cx: &mut Context) -> Poll<Result> {
    // SAFETY: `start` paired this function with the coroutine's type. It never moves, and `resume` makes sure that no
    // other poll is under way.
    let this = this.as_non_null().cast::<Coroutine<F>>().as_ref();
    let polled = Pin::new_unchecked(&mut *this.future.get()).poll(cx);
    if polled.is_ready() {
        // What the future held is garbage now, also when the coroutine is kept.
        core::ptr::write_bytes(this.future.get(), 0, 1);
    }
    polled
}

/// A new coroutine around a future.
pub fn new<F: Future<Output = Result>>(future: F) -> Result<Gc<Coroutine>> {
    let coroutine: Gc<Coroutine<F>> = port::new_sized(Type::Coroutine, size_of::<Coroutine<F>>())?;
    // SAFETY: it is a Coroutine<F>, and fresh.
    unsafe {
        start(coroutine.as_non_null().cast(), future);
        Ok(Gc::from_ptr(coroutine.as_non_null().cast()))
    }
}

/// A coroutine around a future, which comes back to its `home` when it is done: the one that is there, or a new one.
///
/// # Safety
/// `home` is used for this type of future only, and lives as long as the future.
pub unsafe fn spare_or_new<F: Future<Output = Result>>(home: &Spare, future: F) -> Result<Gc<Coroutine>> {
    let coroutine = match home.take() {
        Some(coroutine) if coroutine.status.get() == Status::Done => {
            start(coroutine.as_non_null().cast(), future);
            coroutine
        }
        _ => new(future)?,
    };
    coroutine.home.set(Some(&*core::ptr::from_ref(home)));
    Ok(coroutine)
}

unsafe fn start<F: Future<Output = Result>>(at: core::ptr::NonNull<Coroutine<F>>, future: F) {
    let coroutine = at.as_ref();
    coroutine.poll.set(poll::<F>);
    coroutine.status.set(Status::Created);
    coroutine.future.get().write(future);
}

/// What a suspended coroutine gets when it goes on: an exception, or nothing. Reaches the innermost future through the
/// waker, which has no other use here.
struct Resume(Cell<Option<Raise>>);

const WAKER: RawWakerVTable = RawWakerVTable::new(|data| RawWaker::new(data, &WAKER), |_| (), |_| (), |_| ());

fn take_exception(cx: &Context) -> Option<Raise> {
    // SAFETY: `resume` is the only one who polls, with a waker that points to its Resume.
    unsafe { &*cx.waker().data().cast::<Resume>() }.0.take()
}

impl Gc<Coroutine> {
    pub fn resume(self, exception: Option<Raise>) -> Resumed {
        match (self.status.get(), exception) {
            (Status::Created | Status::Suspended, None) => {}
            (Status::Suspended, Some(_)) => {}
            (Status::Created | Status::Done, Some(exception)) => {
                self.end();
                return Resumed::Raised(exception);
            }
            (Status::Done, None) => return Resumed::Returned(port::none()),
            (Status::Running, _) => {
                let message = Some(c"generator already executing");
                return Resumed::Raised(port::exception(Exception::ValueError, message));
            }
        }
        let resume = Resume(Cell::new(exception));
        // SAFETY: the vtable's functions do nothing with the data.
        let waker = unsafe { Waker::new(core::ptr::from_ref(&resume).cast(), &WAKER) };
        self.status.set(Status::Running);
        // SAFETY: `poll` belongs to the future, and it is not running: the status says so.
        let polled = unsafe { (self.poll.get())(self, &mut Context::from_waker(&waker)) };
        let Poll::Ready(outcome) = polled else {
            self.status.set(Status::Suspended);
            return Resumed::Yielded;
        };
        self.end();
        match outcome {
            Ok(value) => Resumed::Returned(value),
            Err(exception) => Resumed::Raised(exception),
        }
    }

    fn end(self) {
        self.status.set(Status::Done);
        if let Some(home) = self.home.take() {
            home.set(Some(self));
        }
    }
}

/// Yields to the scheduler. Whoever awaits it has put the current task where it will be found.
pub struct Suspend(bool);

pub fn suspend() -> Suspend {
    Suspend(false)
}

impl Future for Suspend {
    type Output = Result<()>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context) -> Poll<Result<()>> {
        if !self.0 {
            self.0 = true;
            return Poll::Pending;
        }
        Poll::Ready(take_exception(cx).map_or(Ok(()), Err))
    }
}

/// Awaits any Python awaitable.
pub struct Await(Obj);

pub fn awaiting(awaitable: Obj) -> Result<Await> {
    port::iter(awaitable).map(Await)
}

impl Future for Await {
    type Output = Result;

    fn poll(self: Pin<&mut Self>, cx: &mut Context) -> Poll<Result> {
        match port::resume_guarded(self.0, take_exception(cx).map(|Raise(exception)| exception)) {
            Resumed::Yielded => Poll::Pending,
            Resumed::Returned(value) => Poll::Ready(Ok(value)),
            Resumed::Raised(exception) => Poll::Ready(Err(exception)),
        }
    }
}

/// Whether an object can be a task's coroutine: one of our awaitables, or anything with a `send` method.
pub fn is_coroutine(object: Obj) -> bool {
    match port::type_of(object) {
        Type::Coroutine | Type::Sleep | Type::Waiter => true,
        _ => port::has(object, port::Name::Send),
    }
}

/// Runs one of our awaitables to its next yield: a coroutine, or a shared awaitable.
///
/// # Safety
/// `awaitable` is a Coroutine, a Sleep or a Waiter.
unsafe fn resume(awaitable: Obj, exception: Option<Raise>) -> Resumed {
    match port::type_of(awaitable) {
        Type::Sleep => sleep::resume(Gc::from_obj(awaitable), exception),
        Type::Waiter => waiter::resume(Gc::from_obj(awaitable), exception),
        _ => Gc::<Coroutine>::from_obj(awaitable).resume(exception),
    }
}

/// Runs one of our awaitables to its next yield, throwing `exception` into it unless that is MP_OBJ_NULL. Raises nothing:
/// `result` gets the value or the exception. Returns an `enum uasyncio_resumed`.
///
/// # Safety
/// `awaitable` is a Coroutine, a Sleep or a Waiter; `result` is writable.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_resume(awaitable: Obj, exception: MaybeObj, result: *mut Obj) -> u32 {
    let (how, value) = match resume(awaitable, exception.map(port::make_exception)) {
        Resumed::Returned(value) => (0, value),
        Resumed::Yielded => (1, port::none()),
        Resumed::Raised(Raise(exception)) => (2, exception),
    };
    result.write(value);
    how
}

/// `next(coroutine)`. Raises what the coroutine raises.
///
/// # Safety
/// `coroutine` is a Coroutine.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_next(coroutine: Obj) -> *mut c_void {
    step(Gc::<Coroutine>::from_obj(coroutine).resume(None))
}

/// The end of an `iternext`: raises what failed.
pub fn step(resumed: Resumed) -> *mut c_void {
    match resumed {
        Resumed::Yielded => port::none().as_ptr(),
        Resumed::Returned(value) => port::stop(value),
        Resumed::Raised(exception) => port::raise(exception),
    }
}

/// `awaitable.close()`. Raises RuntimeError if it yields instead of ending, and what it raises.
///
/// # Safety
/// `awaitable` is a Coroutine, a Sleep or a Waiter.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_close(awaitable: Obj) -> Obj {
    let exit = port::exception(Exception::GeneratorExit, None);
    let closed = match resume(awaitable, Some(exit)) {
        Resumed::Yielded => {
            let message = Some(c"generator ignored GeneratorExit");
            Err(port::exception(Exception::RuntimeError, message))
        }
        Resumed::Raised(exception) if !port::is_exception(exception, Exception::GeneratorExit) => {
            Err(exception)
        }
        _ => Ok(port::none()),
    };
    give(closed)
}
