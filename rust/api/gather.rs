//! gather: waits for several awaitables and returns the list of their values.

use crate::awaitables::coroutine;
use crate::awaitables::suspend::Suspend;
use crate::host::object::{begin, Gc, Obj, Raise};
use crate::host::port::{self, Exception, Type};
use crate::host::text::text;
use crate::tasks::create_task;
use crate::tasks::finish;
use crate::tasks::observer::{Kind, Observer};
use crate::tasks::state::{state, State};
use crate::tasks::task::{Outcome, Task};
use core::cell::Cell;

/// The link between a gather and its children: the children's `state`, and the waiting task's `data`.
#[repr(C)]
pub struct Gather {
    observer: Observer,
    waiter: Cell<Gc<Task>>,
    /// Children that are not done.
    pending: Cell<usize>,
    /// The exception that ended the gather.
    failed: Cell<Option<Obj>>,
    return_exceptions: Cell<bool>,
}

static GATHER: Kind = Kind(Some(child_done));

/// A child of a gather is done.
fn child_done(state: &State, observer: Gc<Observer>, _child: Gc<Task>, outcome: Outcome) -> bool {
    // SAFETY: `gather` made it, and it begins with its observer.
    let gather: Gc<Gather> = unsafe { Gc::from_ptr(observer.as_non_null().cast()) };
    let waiter = gather.waiter.get();
    if waiter.data.get() != gather.as_obj() {
        // The gather was scheduled already, by another child's exception or by a cancellation.
        return true;
    }
    match outcome {
        Err(Raise(exception)) if !gather.return_exceptions.get() => {
            gather.failed.set(Some(finish::passed_on(outcome).unwrap_or(exception)));
        }
        _ => {
            // Python may have let more tasks tell of their end than were counted.
            gather.pending.set(gather.pending.get().saturating_sub(1));
            if gather.pending.get() > 0 {
                return true;
            }
        }
    }
    state.make_ready(waiter);
    true
}

/// Who waits for the gather that an observer is.
pub fn waiter(observer: Gc<Observer>) -> Option<Gc<Task>> {
    // SAFETY: as above.
    observer
        .is(&GATHER)
        .then(|| unsafe { Gc::<Gather>::from_ptr(observer.as_non_null().cast()) }.waiter.get())
}

fn task(child: &Cell<Obj>) -> Gc<Task> {
    // SAFETY: `gather` made all items tasks, and replaces each one once.
    unsafe { Gc::from_obj(child.get()) }
}

/// `list` is one of awaitables that nobody else has, and becomes the list of values.
async fn gather(list: Obj, return_exceptions: bool) -> Obj {
    let state = state();
    let this = state.current();
    let children = port::list_items(list);
    let gather: Gc<Gather> = port::new(Type::Observer);
    gather.observer.init(&GATHER);
    begin(&gather.waiter, this);
    gather.return_exceptions.set(return_exceptions);
    // No new task begins before there is memory for all: nobody else knows them. They are marked until then.
    for child in children {
        let (task, is_new) = create_task::prepare(child.get());
        if is_new {
            task.data.set(gather.as_obj());
        }
        child.set(task.as_obj());
    }
    for child in children.iter().map(task) {
        if child.data.get() == gather.as_obj() {
            state.make_ready(child);
        }
    }
    let mut waits = true;
    for child in children {
        let child = task(child);
        let place = child.end_of_observers();
        if place.get() == port::truth(true) {
            place.set(gather.as_obj());
            gather.pending.set(gather.pending.get() + 1);
        } else if child.is_done() {
            // With an exception in hand there is nothing to wait for.
            waits &= child.returned() || return_exceptions;
        } else {
            // Another task waits for it.
            leave(gather, children, false);
            port::fail(Exception::RuntimeError, text!("can't gather"));
        }
    }
    let mut cancelled = None;
    if waits && gather.pending.get() > 0 {
        this.data.set(gather.as_obj());
        cancelled = Suspend.await.err();
    }
    leave(gather, children, cancelled.is_some());
    let mut raise = cancelled.or(gather.failed.get().map(Raise));
    for item in children {
        let child = task(item);
        if child.is_done() {
            if child.returned() || return_exceptions {
                item.set(child.data.get());
            } else {
                raise = raise.or(Some(Raise(child.data.get())));
            }
        }
    }
    match raise {
        Some(exception) => port::raise(exception),
        None => list,
    }
}

/// Lets go of the children that are not done, and cancels them if the gather was cancelled itself.
fn leave(gather: Gc<Gather>, children: &[Cell<Obj>], cancels: bool) {
    for child in children {
        let child = task(child);
        if child.is_done() {
            continue;
        }
        let place = child.end_of_observers();
        if place.get() == gather.as_obj() {
            place.set(port::truth(true));
            if cancels {
                child.cancel();
            }
        }
    }
}

/// `gather(*awaitables, return_exceptions=False)`: a coroutine. Raises TypeError for what is no awaitable, and RuntimeError
/// for a task that another task waits for, when it is awaited.
///
/// # Safety
/// `awaitables` points to `n` objects.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_gather(n: usize, awaitables: *const Obj, return_exceptions: Obj) -> Obj {
    let return_exceptions = port::is_true(return_exceptions);
    let children = port::new_list(core::slice::from_raw_parts(awaitables, n));
    coroutine::new(gather(children, return_exceptions)).as_obj()
}
