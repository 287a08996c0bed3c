//! Python coroutines. A test writes them as futures; the machine drives them as MicroPython drives its generators.

use std::cell::{Cell, RefCell};
use std::ffi::c_void;
use std::future::Future;
use std::panic::{catch_unwind, AssertUnwindSafe};
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use super::catch;
use super::exception::{self, with_message, Class};
use super::object::{self, none, IntoObj, Value};
use super::world::world;
use uasyncio::api::task_api::uasyncio_task_next;
use uasyncio::awaitables::coroutine::uasyncio_next;
use uasyncio::awaitables::resume::uasyncio_resume;
use uasyncio::awaitables::sleep::uasyncio_sleep_next;
use uasyncio::awaitables::waiter::uasyncio_waiter_next;
use uasyncio::host::object::{Obj, Raise, Result};
use uasyncio::host::port::{Resumed, Type};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Status {
    New,
    Suspended,
    Running,
    Done,
}

pub struct Script {
    status: Cell<Status>,
    future: RefCell<Option<Pin<Box<dyn Future<Output = Result>>>>>,
}

/// A coroutine object.
pub fn script<T: IntoObj>(body: impl Future<Output = Result<T>> + 'static) -> Obj {
    let future = Box::pin(async { body.await.map(T::into_obj) });
    let status = Cell::new(Status::New);
    object::new(Value::Script(Script { status, future: RefCell::new(Some(future)) }))
}

impl Script {
    pub fn is_running(&self) -> bool {
        self.status.get() == Status::Running
    }

    pub fn resume(&self, thrown: Option<Raise>) -> Resumed {
        match (self.status.get(), thrown) {
            // As MicroPython's, also when something is thrown into it.
            (Status::Done, _) => return Resumed::Returned(none()),
            (Status::New, Some(exception)) => {
                self.finish();
                return Resumed::Raised(exception);
            }
            (Status::Running, _) => return Resumed::Raised(already_executing()),
            _ => {}
        }
        self.status.set(Status::Running);
        world().thrown.set(thrown);
        let mut future = self.future.borrow_mut();
        let polled = catch_unwind(AssertUnwindSafe(|| {
            let future = future.as_mut().expect("a coroutine that is not done").as_mut();
            future.poll(&mut Context::from_waker(Waker::noop()))
        }));
        drop(future);
        let outcome = match polled {
            Ok(Poll::Pending) => {
                self.status.set(Status::Suspended);
                return Resumed::Yielded;
            }
            Ok(Poll::Ready(outcome)) => outcome,
            // It would abort in the library's frames. It goes on when the loop has ended.
            Err(panic) => Err(world().keep_panic(panic)),
        };
        self.finish();
        match outcome {
            Ok(value) => Resumed::Returned(value),
            Err(exception) => Resumed::Raised(exception),
        }
    }

    fn finish(&self) {
        self.status.set(Status::Done);
        self.future.take();
    }
}

pub fn already_executing() -> Raise {
    with_message(Class::ValueError, "generator already executing")
}

/// What `await` gets from an object: an iterator.
pub fn iter(object: Obj) -> Result {
    match (object::type_of(object), object::value(object)) {
        (Type::Task | Type::Coroutine | Type::Sleep | Type::Waiter, _) => Ok(object),
        (_, Some(Value::Script(_))) => Ok(object),
        (_, Some(&Value::Subclass(base))) => iter(base),
        _ => Err(with_message(Class::TypeError, "object isn't iterable")),
    }
}

/// One step of an await, as the virtual machine makes it: `next` of an iterator, or `throw` if it has such a method.
pub fn resume(iterator: Obj, thrown: Option<Raise>) -> Resumed {
    if let Some(Value::Script(script)) = object::value(iterator) {
        return script.resume(thrown);
    }
    match (object::type_of(iterator), thrown) {
        (Type::Task, None) => next(iterator, uasyncio_task_next),
        (Type::Sleep, None) => next(iterator, uasyncio_sleep_next),
        (Type::Waiter, None) => next(iterator, uasyncio_waiter_next),
        (Type::Coroutine, None) => next(iterator, uasyncio_next),
        (Type::Sleep | Type::Waiter | Type::Coroutine, Some(exception)) => send(iterator, Some(exception)),
        // It has no `throw`.
        (_, Some(exception)) => Resumed::Raised(exception::make(exception.0)),
        (_, None) => Resumed::Raised(with_message(Class::TypeError, "object isn't an iterator")),
    }
}

fn next(iterator: Obj, next: unsafe extern "C" fn(Obj) -> *mut c_void) -> Resumed {
    match catch::call(|| unsafe { next(iterator) }) {
        Err(exception) => Resumed::Raised(exception),
        Ok(yielded) if !yielded.is_null() => Resumed::Yielded,
        Ok(_) => Resumed::Returned(world().stop_value.take().unwrap_or_else(none)),
    }
}

/// The library's own way to run one of its awaitables.
pub fn send(awaitable: Obj, thrown: Option<Raise>) -> Resumed {
    let mut result = none();
    let how = unsafe { uasyncio_resume(awaitable, thrown.map(|Raise(exception)| exception), &mut result) };
    match how {
        0 => Resumed::Returned(result),
        1 => Resumed::Yielded,
        _ => Resumed::Raised(Raise(result)),
    }
}

struct Await(Obj);

impl Future for Await {
    type Output = Result;

    fn poll(self: Pin<&mut Self>, _: &mut Context) -> Poll<Result> {
        match resume(self.0, world().thrown.take()) {
            Resumed::Yielded => Poll::Pending,
            Resumed::Returned(value) => Poll::Ready(Ok(value)),
            Resumed::Raised(exception) => Poll::Ready(Err(exception)),
        }
    }
}

/// `await object`.
pub async fn wait(object: Obj) -> Result {
    Await(iter(object)?).await
}

/// `yield`, in a plain generator.
pub async fn yield_once() -> Result<()> {
    let mut yielded = false;
    std::future::poll_fn(|_| {
        if !std::mem::replace(&mut yielded, true) {
            return Poll::Pending;
        }
        Poll::Ready(world().thrown.take().map_or(Ok(()), Err))
    })
    .await
}
