//! wait: until the first of several tasks ends, the first fails, or all end; and shield, which is not cancelled with its waiter.

use crate::awaitables::coroutine;
use crate::awaitables::sleep;
use crate::awaitables::suspend::Suspend;
use crate::awaitables::timer::Timer;
use crate::groups::member::{Crowd, Member};
use crate::host::object::{Gc, Obj, Result};
use crate::host::port::{self, Exception, Type};
use crate::host::text::text;
use crate::tasks::create_task;
use crate::tasks::state::{state, State};
use crate::tasks::task::{Outcome, Task};
use core::cell::Cell;
use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll};

#[repr(C)]
struct Waiting {
    crowd: Crowd,
    until: Cell<u8>,
    is_over: Cell<bool>,
    /// What ends it when there is no time at all; else whoever waits sleeps.
    timer: Timer,
}

// What `return_when` is.
const ALL_COMPLETED: u8 = 0;
const FIRST_COMPLETED: u8 = 1;
const FIRST_EXCEPTION: u8 = 2;

impl Waiting {
    fn new(until: u8) -> Gc<Waiting> {
        let waiting: Gc<Waiting> = port::new(Type::Other);
        waiting.crowd.init(ended);
        waiting.until.set(until);
        waiting.crowd.waiter.set(Some(state().current()));
        waiting
    }
}

impl Gc<Waiting> {
    fn crowd(self) -> Gc<Crowd> {
        // SAFETY: it begins with one.
        unsafe { Gc::from_ptr(self.as_non_null().cast()) }
    }

    /// A member has ended.
    fn count(self, outcome: Outcome) {
        let failed = matches!(outcome, Err(exception) if !port::is_cancelled(exception));
        let is_over = match self.until.get() {
            FIRST_COMPLETED => true,
            FIRST_EXCEPTION if failed => true,
            _ => self.crowd.pending.get() == 0,
        };
        self.is_over.set(self.is_over.get() || is_over);
    }

    fn wake(self, state: &State) {
        if let Some(waiter) = self.crowd.waiter.get() {
            // One that is cancelled already keeps its place, and its exception.
            state.wake_sleeper(waiter);
        }
    }

    /// Waits, `timeout` at most. An exception that was thrown into the wait is the result.
    fn wait(self, timeout: Option<isize>) -> Wait {
        Wait { waiting: self, timeout, has_begun: false }
    }
}

struct Wait {
    waiting: Gc<Waiting>,
    timeout: Option<isize>,
    has_begun: bool,
}

impl Future for Wait {
    type Output = Result<()>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context) -> Poll<Result<()>> {
        let waiting = self.waiting;
        if !self.has_begun {
            self.has_begun = true;
            if waiting.crowd.pending.get() == 0 {
                return Poll::Ready(Ok(()));
            }
            match self.timeout {
                Some(ms) if ms > 0 => drop(sleep::sleep(sleep::until(state(), ms))),
                limit => {
                    if let Some(ms) = limit {
                        waiting.timer.start_after(ms, time_is_over(waiting));
                    }
                    state().current().data.set(port::none());
                }
            }
        }
        let result = match Pin::new(&mut Suspend).poll(cx) {
            // A program has put the task into the queue by hand.
            Poll::Ready(Ok(())) if self.timeout.is_none() && !waiting.is_over.get() => return Poll::Pending,
            Poll::Ready(result) => result,
            Poll::Pending => return Poll::Pending,
        };
        waiting.timer.stop();
        waiting.crowd().part();
        Poll::Ready(result)
    }
}

fn ended(state: &State, crowd: Gc<Crowd>, _: Gc<Member>, outcome: Outcome) -> bool {
    // SAFETY: a Waiting has made it, and begins with it.
    let waiting: Gc<Waiting> = unsafe { Gc::from_ptr(crowd.as_non_null().cast()) };
    waiting.count(outcome);
    if waiting.is_over.get() {
        waiting.wake(state);
    }
    // Who waits looks at how they have ended.
    true
}

async fn time_is_over(waiting: Gc<Waiting>) -> Obj {
    waiting.wake(state());
    port::none()
}

/// Waits until all tasks of a list, in which there is nothing else, are done. Gives what is thrown into the wait. Raises MemoryError. Allocates.
pub fn all(tasks: Obj) -> impl Future<Output = Result<()>> {
    let waiting = Waiting::new(ALL_COMPLETED);
    for task in port::list_items(tasks) {
        // SAFETY: there is nothing else.
        let task: Gc<Task> = unsafe { Gc::from_obj(task.get()) };
        if !task.is_done() {
            waiting.crowd().join(task);
        }
    }
    waiting.wait(None)
}

/// `awaitables` is a list that nobody else has. The value is the list of two lists.
async fn wait(awaitables: Obj, timeout: Obj, until: u8, set: Obj) -> Obj {
    let items = port::list_items(awaitables);
    if items.is_empty() {
        port::fail(Exception::ValueError, text!("Set of Tasks/Futures is empty."));
    }
    let timeout = sleep::limit(timeout, port::get_milliseconds);
    let waiting = Waiting::new(until);
    for item in items {
        let task = create_task::promote_to_task(item.get());
        item.set(task.as_obj());
        waiting.crowd().join(task);
    }
    port::or_raise(waiting.wait(timeout).await);
    let ended = port::call(set, &[]);
    let others = port::call(set, &[]);
    for item in items {
        // SAFETY: all of them have become tasks.
        let task: Gc<Task> = unsafe { Gc::from_obj(item.get()) };
        port::call_method(if task.is_done() { ended } else { others }, port::Name::Add, &[task.as_obj()]);
    }
    port::new_pair(ended, others)
}

async fn shield(task: Gc<Task>) -> Obj {
    if !task.is_done() {
        let waiting = Waiting::new(ALL_COMPLETED);
        waiting.crowd().join(task);
        port::or_raise(waiting.wait(None).await);
    }
    port::or_raise(task.outcome())
}

/// `wait(aws, *, timeout=None, return_when=ALL_COMPLETED)`: a coroutine whose value is a tuple of two sets: tasks that are done, and
/// tasks that are not. `args` are what `list(aws)` gives, the timeout in seconds, 0 to 2 for all, the first, the first exception, and
/// the class `set`. Raises ValueError without tasks, TypeError. Allocates.
///
/// # Safety
/// `list` is a list that nobody else has.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_wait(list: Obj, timeout: Obj, until: u8, set: Obj) -> Obj {
    coroutine::new(wait(list, timeout, until, set)).as_obj()
}

/// `shield(aw)`: an awaitable of the same outcome; when it is cancelled, the task goes on. Raises TypeError. Allocates.
#[no_mangle]
pub extern "C" fn uasyncio_shield(awaitable: Obj) -> Obj {
    let task = create_task::promote_to_task(awaitable);
    coroutine::new(shield(task)).as_obj()
}
