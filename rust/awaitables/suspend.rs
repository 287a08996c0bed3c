//! What our coroutines await: the scheduler, tasks, and coroutines of anybody.

use crate::awaitables::coroutine::{take, take_exception};
use crate::host::object::{Gc, Obj, Raise, Result};
use crate::host::port::{self, Exception, Resumed};
use crate::host::text::text;
use crate::tasks::task::{Outcome, Task};
use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll};

/// Yields to the scheduler, and gives the exception with which the task goes on. Whoever awaits it has put the current
/// task where it will be found.
pub struct Suspend;

impl Future for Suspend {
    type Output = Result<()>;

    #[inline(never)]
    fn poll(self: Pin<&mut Self>, cx: &mut Context) -> Poll<Result<()>> {
        match take(cx) {
            None => Poll::Pending,
            Some(sent) if sent == port::none() => Poll::Ready(Ok(())),
            Some(exception) => Poll::Ready(Err(Raise(exception))),
        }
    }
}

impl Suspend {
    pub fn or_raise(self) -> SuspendOrRaise {
        SuspendOrRaise
    }
}

/// Yields to the scheduler, and raises the exception with which the task goes on.
pub struct SuspendOrRaise;

impl Future for SuspendOrRaise {
    type Output = ();

    #[inline(never)]
    fn poll(self: Pin<&mut Self>, cx: &mut Context) -> Poll<()> {
        Pin::new(&mut Suspend).poll(cx).map(port::or_raise)
    }
}

/// Awaits a coroutine, of Python's or ours.
pub struct Await(Obj);

/// Raises TypeError for what is no coroutine.
pub fn awaiting(coroutine: Obj) -> Await {
    if !port::is_coroutine(coroutine) {
        port::fail(Exception::TypeError, text!("coroutine expected"));
    }
    Await(coroutine)
}

/// Awaits a coroutine, and gives its exception as a value.
pub struct Attempt(pub Obj);

impl Future for Attempt {
    type Output = Result;

    fn poll(self: Pin<&mut Self>, cx: &mut Context) -> Poll<Result> {
        match port::resume(self.0, take_exception(cx).map(|Raise(exception)| exception)) {
            Resumed::Yielded => Poll::Pending,
            Resumed::Returned(value) => Poll::Ready(Ok(value)),
            Resumed::Raised(exception) => Poll::Ready(Err(exception)),
        }
    }
}

impl Future for Await {
    type Output = Obj;

    fn poll(self: Pin<&mut Self>, cx: &mut Context) -> Poll<Obj> {
        match port::resume(self.0, take_exception(cx).map(|Raise(exception)| exception)) {
            Resumed::Yielded => Poll::Pending,
            Resumed::Returned(value) => Poll::Ready(value),
            Resumed::Raised(exception) => port::raise(exception),
        }
    }
}

/// Waits for a task to end, from a Rust coroutine: `await task`.
pub struct Join(pub Gc<Task>);

impl Future for Join {
    type Output = Outcome;

    #[inline(never)]
    fn poll(self: Pin<&mut Self>, cx: &mut Context) -> Poll<Outcome> {
        let outcome = take_exception(cx).map(Err).or_else(|| self.0.wait());
        outcome.map_or(Poll::Pending, Poll::Ready)
    }
}
