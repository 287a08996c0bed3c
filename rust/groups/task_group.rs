//! TaskGroup: tasks that end together, and of which one that fails ends the others.

use crate::awaitables::coroutine;
use crate::awaitables::suspend::Suspend;
use crate::awaitables::timer::Timer;
use crate::groups::member::{Crowd, Ended, Member};
use crate::host::object::{Gc, MaybeObj, Obj, Raise};
use crate::host::port::{self, Exception, Type};
use crate::host::text::text;
use crate::tasks::create_task;
use crate::tasks::state::{state, State};
use crate::tasks::task::{Outcome, Task};
use core::cell::Cell;

#[repr(C)]
pub struct TaskGroup {
    crowd: Crowd,
    /// The task that runs the block, while it does.
    parent: Cell<Option<Gc<Task>>>,
    was_entered: Cell<bool>,
    /// The block is over, and the parent waits for the members.
    exiting: Cell<bool>,
    /// The members are cancelled.
    aborting: Cell<bool>,
    /// The block was cancelled because a member has failed.
    cancelled_parent: Cell<bool>,
    failed: Ended,
}

impl Gc<TaskGroup> {
    fn crowd(self) -> Gc<Crowd> {
        // SAFETY: it begins with one.
        unsafe { Gc::from_ptr(self.as_non_null().cast()) }
    }

    /// Cancels all members. One that cannot be taken out of a foreign queue, which says so by an exception, is waited for as it is.
    fn abort(self) {
        self.aborting.set(true);
        for member in self.crowd.members() {
            let task = member.task();
            if !task.is_done() && state().current.get() != Some(task) {
                let _ = port::attempt(|| task.cancel());
            }
        }
    }
}

fn ended(state: &State, crowd: Gc<Crowd>, member: Gc<Member>, outcome: Outcome) -> bool {
    // SAFETY: a TaskGroup has made it, and begins with it.
    let group: Gc<TaskGroup> = unsafe { Gc::from_ptr(crowd.as_non_null().cast()) };
    let failed = outcome.is_err_and(|exception| !port::is_cancelled(exception));
    if failed {
        group.failed.add(member);
        if !group.aborting.get() {
            group.abort();
            if let (false, Some(parent)) = (group.exiting.get(), group.parent.get()) {
                group.cancelled_parent.set(port::attempt(|| parent.cancel()).unwrap_or(false));
            }
        }
    }
    if let (true, 0, Some(parent)) = (group.exiting.get(), group.crowd.pending.get(), group.parent.get()) {
        state.wake_sleeper(parent);
    }
    failed
}

/// The end of the block, which has raised `exception`, or None. `make` makes an ExceptionGroup.
async fn end(group: Gc<TaskGroup>, exception: Obj, make: Obj) -> Obj {
    let of_block = (exception != port::none()).then_some(Raise(exception));
    let mut cancelled = of_block.filter(|&exception| port::is_cancelled(exception));
    let cancelled_by_group = group.parent.get().filter(|_| group.cancelled_parent.get());
    group.exiting.set(true);
    // Whoever ends the block waits, also when another task began it.
    group.parent.set(Some(state().current()));
    if of_block.is_some() && !group.aborting.get() {
        group.abort();
    }
    group.crowd.waiter.set(group.parent.get());
    while group.crowd.pending.get() > 0 {
        state().current().data.set(port::none());
        if let Err(exception) = Suspend.await {
            if port::is_cancelled(exception) {
                if !group.aborting.get() {
                    cancelled = Some(exception);
                    group.abort();
                }
            } else {
                group.crowd().part();
                port::raise(exception);
            }
        }
    }
    group.parent.set(None);
    let own = of_block.filter(|&exception| !port::is_cancelled(exception));
    if let Some(exception) = own {
        // What ends the loop is no failure among others.
        if !port::is_exception(exception, Exception::Exception) {
            port::raise(exception);
        }
    }
    if let Some(parent) = cancelled_by_group {
        parent.uncancel();
    }
    if !group.failed.is_empty() || own.is_some() {
        cancel_anew();
        port::raise(failures(group, own, make));
    }
    if let Some(exception) = cancelled {
        port::raise(exception);
    }
    // The exception of the block, if any, was that of the group.
    port::truth(of_block.is_some() && group.cancelled_parent.get())
}

/// What has failed is raised, and not that somebody else has cancelled the task, too. It learns of that where it waits next. Raises
/// MemoryError. Allocates.
fn cancel_anew() {
    let task = state().current();
    if task.cancels() != 0 {
        Timer::default().start_next(async move {
            // Unless somebody has answered it meanwhile. It is counted already.
            if task.cancels() != 0 {
                task.uncancel();
                task.cancel();
            }
            port::none()
        });
    }
}

/// All that has failed, in the order of the ends, and the block at the end. Raises MemoryError. Allocates.
fn failures(group: Gc<TaskGroup>, own: Option<Raise>, make: Obj) -> Raise {
    let list = port::new_list(&[]);
    let add = |exception: Obj| {
        port::call_method(list, port::Name::Append, &[exception]);
    };
    while let Some(task) = group.failed.take() {
        add(task.data.get());
    }
    if let Some(Raise(exception)) = own {
        add(exception);
    }
    let message = port::text(text!("unhandled errors in a TaskGroup"));
    Raise(port::call(make, &[message, list]))
}

/// `TaskGroup()`. Raises MemoryError. Allocates.
#[no_mangle]
pub extern "C" fn uasyncio_group_new() -> Obj {
    let group: Gc<TaskGroup> = port::new(Type::TaskGroup);
    group.crowd.init(ended);
    group.as_obj()
}

/// `group.__aenter__()`: returns an awaitable that gives the group. Raises RuntimeError when it was entered before, and outside of a
/// task. Allocates.
///
/// # Safety
/// `group` is a TaskGroup.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_group_aenter(group: Obj) -> Obj {
    let this = Gc::<TaskGroup>::from_obj(group);
    if this.was_entered.get() {
        port::fail(Exception::RuntimeError, text!("TaskGroup has already been entered"));
    }
    let entered = coroutine::value(group).as_obj();
    let parent = state().current();
    // How often somebody else cancels it has to be known.
    parent.make_notes();
    this.parent.set(Some(parent));
    this.was_entered.set(true);
    entered
}

/// `group.__aexit__(class, exception, traceback)`: a coroutine that waits for all members. Raises an ExceptionGroup of what
/// has failed, which `make` makes of a message and a list. Allocates.
///
/// # Safety
/// `group` is a TaskGroup.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_group_aexit(group: Obj, exception: Obj, make: Obj) -> Obj {
    coroutine::new(end(Gc::from_obj(group), exception, make)).as_obj()
}

/// `group.create_task(coro)`: a new task, and a member. Raises RuntimeError when the block has not begun, or all is over, or a member
/// has failed; TypeError, MemoryError. Allocates.
///
/// # Safety
/// `group` is a TaskGroup.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_group_create_task(group: Obj, coro: Obj) -> Obj {
    create(Gc::from_obj(group), coro, |_| ())
}

/// The same with a name, unless that is MP_OBJ_NULL.
///
/// # Safety
/// `group` is a TaskGroup.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_group_create_named_task(group: Obj, coro: Obj, name: MaybeObj) -> Obj {
    create(Gc::from_obj(group), coro, |task| task.set_name(name))
}

fn create(group: Gc<TaskGroup>, coro: Obj, note: impl FnOnce(Gc<Task>)) -> Obj {
    if !group.was_entered.get() {
        port::fail(Exception::RuntimeError, text!("TaskGroup has not been entered"));
    }
    if group.parent.get().is_none() || group.exiting.get() && group.crowd.pending.get() == 0 {
        port::fail(Exception::RuntimeError, text!("TaskGroup is finished"));
    }
    if group.aborting.get() {
        port::fail(Exception::RuntimeError, text!("TaskGroup is shutting down"));
    }
    // It does not begin before there is memory for all that it needs.
    let (task, is_new) = create_task::prepare(coro);
    note(task);
    group.crowd().join(task);
    if is_new {
        state().make_ready(task);
    }
    task.as_obj()
}
