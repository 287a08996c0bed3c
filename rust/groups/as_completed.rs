//! as_completed: the outcomes of several tasks, in the order in which they end.

use crate::awaitables::coroutine;
use crate::awaitables::sleep;
use crate::awaitables::timer::Timer;
use crate::awaitables::waiter::{self, Line, Primitive, Waiter};
use crate::groups::member::{Crowd, Ended, Member};
use crate::host::object::{Gc, MaybeObj, Obj};
use crate::host::port::{self, Exception, Resumed, Type};
use crate::tasks::create_task;
use crate::tasks::state::{state, State};
use crate::tasks::task::Outcome;
use core::cell::Cell;

/// The iterator.
#[repr(C)]
pub struct AsCompleted {
    /// Of those who wait for the next task to end.
    line: Line,
    /// How many it has yet to give out.
    left: Cell<usize>,
    ended: Ended,
    is_too_late: Cell<bool>,
    /// What ends it when the time is over.
    timer: Timer,
}

#[repr(C)]
struct Tasks {
    crowd: Crowd,
    of: Cell<Option<Gc<AsCompleted>>>,
}

impl Primitive for AsCompleted {
    fn outcome(_: Gc<AsCompleted>, _: Gc<Waiter>, _: &State, _: bool) -> Resumed {
        Resumed::Returned(port::none())
    }

    const SHOWS_LINE: bool = false;
}

impl Gc<Tasks> {
    fn crowd(self) -> Gc<Crowd> {
        // SAFETY: it begins with one.
        unsafe { Gc::from_ptr(self.as_non_null().cast()) }
    }
}

fn ended(state: &State, crowd: Gc<Crowd>, member: Gc<Member>, _: Outcome) -> bool {
    // SAFETY: `uasyncio_as_completed` has made it, and it begins with its crowd.
    let tasks: Gc<Tasks> = unsafe { Gc::from_ptr(crowd.as_non_null().cast()) };
    if let Some(this) = tasks.of.get() {
        this.ended.add(member);
        this.line.wake_first(state);
        if crowd.pending.get() == 0 {
            this.timer.stop();
        }
    }
    // Who takes it looks at how it has ended.
    true
}

async fn time_is_over(this: Gc<AsCompleted>, tasks: Gc<Tasks>) -> Obj {
    tasks.crowd().part();
    this.is_too_late.set(true);
    this.line.wake_all(state());
    port::none()
}

/// The next one to end: its outcome, or the task itself.
async fn next(this: Gc<AsCompleted>, gives_task: bool) -> Obj {
    loop {
        if let Some(task) = this.ended.take() {
            return if gives_task { task.as_obj() } else { port::or_raise(task.outcome()) };
        }
        if this.is_too_late.get() {
            port::raise(port::exception(Exception::TimeoutError, None));
        }
        let (woken, result) = waiter::wait_in(waiter::line_of(this)).await;
        if woken && result.is_err() {
            // What it was woken for is for the next one.
            this.line.wake_first(state());
        }
        port::or_raise(result);
    }
}

/// `as_completed(aws, *, timeout=None)`: an iterator of as many coroutines as there are different awaitables; each one's outcome is that
/// of the next one that ends. The arguments are what `list(aws)` gives, and seconds or None; the host says of which class the
/// iterator is. Raises TypeError, OverflowError, MemoryError. Allocates.
///
/// # Safety
/// `list` is a list that nobody else has.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_as_completed(list: Obj, timeout: Obj) -> Obj {
    let timeout = sleep::limit(timeout, port::get_milliseconds);
    let this = waiter::make::<AsCompleted>();
    let tasks: Gc<Tasks> = port::new(Type::Other);
    tasks.crowd.init(ended);
    tasks.of.set(Some(this));
    for item in port::list_items(list) {
        let task = create_task::promote_to_task(item.get());
        if tasks.crowd().has(task) {
            continue;
        }
        tasks.crowd().join(task);
        this.left.set(this.left.get() + 1);
    }
    if let (Some(ms), true) = (timeout, tasks.crowd.pending.get() > 0) {
        this.timer.start_after(ms, time_is_over(this, tasks));
    }
    this.as_obj()
}

/// `next(iterator)`, `iterator.__anext__()`, which gives the task: a coroutine, or MP_OBJ_NULL at the end. The coroutine raises the
/// exception of the task, and asyncio.TimeoutError when the time is over. Raises MemoryError. Allocates.
///
/// # Safety
/// `iterator` is what as_completed returned.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_as_completed_next(iterator: Obj, gives_task: bool) -> MaybeObj {
    let this = Gc::<AsCompleted>::from_obj(iterator);
    let left = this.left.get().checked_sub(1)?;
    let coroutine = coroutine::new(next(this, gives_task)).as_obj();
    this.left.set(left);
    Some(coroutine)
}
