//! all_tasks: what is not done yet, and how a Runner ends it.
//!
//! Nobody keeps a list of all tasks: it would keep those alive that nobody can wake any more. But a task that waits stands
//! somewhere, and those places are known: the queue, the lines of streams and of primitives, and the tasks and futures that others
//! wait for. Primitives and futures are known by lists that do not keep them alive.

use crate::api::event_loop;
use crate::api::gather;
use crate::api::state::{state, State};
use crate::awaitables::coroutine;
use crate::awaitables::waiter::Line;
use crate::groups::member;
use crate::groups::wait;
use crate::host::object::{Gc, Obj};
use crate::host::port::{self, Name, Type};
use crate::tasks::observer::{observer, Observer};
use crate::tasks::task::{Future, Task};
use crate::tasks::task_queue::TaskQueue;
use crate::tasks::tell;
use core::cell::Cell;

/// Tasks that were found, in words of a list. Some may be there twice.
struct Found<'a> {
    places: &'a [Cell<Obj>],
    len: usize,
}

impl Found<'_> {
    /// Those for whom there is no room are counted.
    fn add(&mut self, task: Option<Gc<Task>>) {
        if let Some(task) = task {
            if let Some(place) = self.places.get(self.len) {
                place.set(task.as_obj());
            }
            self.len += 1;
        }
    }

    /// Adds a task that is in no line, so that one gets to it from several others.
    fn add_once(&mut self, task: Option<Gc<Task>>) {
        let is_new =
            |task: &Gc<Task>| !self.places.iter().take(self.len).any(|place| place.get() == task.as_obj());
        self.add(task.filter(is_new));
    }

    fn add_waiters(&mut self, task: Gc<Task>) {
        // Those whom a task that is done is yet to tell wait, too.
        let mut waiters = Some(task.observers().get());
        while let Some(object) = waiters {
            match port::type_of(object) {
                // SAFETY: the type says so.
                Type::Task if !task.is_done() => self.add_once(Some(unsafe { Gc::from_obj(object) })),
                // SAFETY: as above.
                Type::TaskQueue => self.add_line(unsafe { Gc::from_obj(object) }),
                _ => {}
            }
            let observer: Option<Gc<Observer>> = observer(object);
            if let Some(line) = observer.and_then(tell::waiters) {
                self.add_line(line);
            }
            let waiter =
                observer.and_then(|observer| member::waiter(observer).or_else(|| gather::waiter(observer)));
            // One that is in a line is found there.
            self.add_once(waiter.filter(|waiter| !waiter.is_linked()));
            waiters = observer.and_then(|observer| observer.next());
        }
    }

    fn add_line(&mut self, line: Gc<TaskQueue>) {
        line.heads().iter().for_each(|&task| self.add_once(task));
    }
}

/// Fills `places`, and tells how many would be needed. Allocates nothing, so that nothing changes meanwhile.
fn find(state: &State, places: &[Cell<Obj>]) -> usize {
    let mut found = Found { places, len: 0 };
    found.add(state.current.get());
    state.task_queue.heads().iter().for_each(|&task| found.add(task));
    state.io_queue().heads().for_each(|task| found.add(Some(task)));
    for line in state.primitives.iter() {
        // SAFETY: what is listed is alive; so below.
        let line: &Line = unsafe { line.as_ref() };
        found.add(line.waiting.first());
    }
    for future in state.futures.iter() {
        let future: Gc<Future> = unsafe { Gc::from_ptr(future) };
        // SAFETY: it begins with its task.
        found.add_waiters(unsafe { Gc::from_obj(future.as_obj()) });
    }
    let mut i = 0;
    while let Some(place) = places.get(i).filter(|_| i < found.len) {
        // SAFETY: `add` puts nothing but tasks there.
        let task: Gc<Task> = unsafe { Gc::from_obj(place.get()) };
        task.behind().iter().for_each(|&task| found.add(task));
        found.add_waiters(task);
        i += 1;
    }
    found.len
}

/// Calls the function with each task that is not done, and some may come twice. Raises MemoryError, and what the function raises. Allocates.
fn each(state: &State, function: &dyn Fn(Gc<Task>)) {
    let mut places = port::new_list(&[port::none(); 16]);
    loop {
        let room = port::list_items(places);
        let n = find(state, room);
        let Some(found) = room.get(..n) else {
            // Those behind the ones for whom there was no room are not counted yet.
            places = port::concat(places, places);
            continue;
        };
        for task in found {
            // SAFETY: `find` puts nothing but tasks there.
            let task: Gc<Task> = unsafe { Gc::from_obj(task.get()) };
            if !task.is_done() && !coroutine::is_internal(task) {
                function(task);
            }
        }
        return;
    }
}

/// `all_tasks()`: a set, of the given class, of the tasks that are not done. Not there is a task that waits in a line which the program has
/// made by TaskQueue or in a way of its own. Raises RuntimeError when no task runs, MemoryError. Allocates.
#[no_mangle]
pub extern "C" fn uasyncio_all_tasks(set: Obj) -> Obj {
    let state = state();
    state.current();
    let set = port::call(set, &[]);
    each(state, &|task| {
        port::call_method(set, Name::Add, &[task.as_obj()]);
    });
    set
}

/// Cancels all tasks but the one that runs this, waits for their end and reports what they fail with.
async fn end_all() -> Obj {
    let state = state();
    let this = state.current();
    let list = port::new_list(&[]);
    each(state, &|task| {
        if task != this {
            port::call_method(list, Name::Append, &[task.as_obj()]);
        }
    });
    for task in tasks(list) {
        // One that a foreign queue does not let go of is waited for as it is.
        let _ = port::attempt(|| task.cancel());
    }
    port::or_raise(wait::all(list).await);
    for task in tasks(list) {
        if let Err(exception) = task.outcome() {
            if !port::is_cancelled(exception) {
                event_loop::report(event_loop::context(task));
            }
        }
    }
    port::none()
}

fn tasks(list: Obj) -> impl Iterator<Item = Gc<Task>> {
    // SAFETY: `end_all` puts nothing but tasks there.
    port::list_items(list).iter().map(|task| unsafe { Gc::from_obj(task.get()) })
}

/// What a Runner runs when it is closed: a coroutine that cancels all tasks, waits for their end and reports what they fail with.
/// Raises MemoryError. Allocates.
#[no_mangle]
pub extern "C" fn uasyncio_end_all() -> Obj {
    coroutine::internal(end_all()).as_obj()
}

/// A primitive or a future is about to be freed. Called by the host's collector: no Python runs, and nothing may be allocated.
///
/// # Safety
/// It was made by `uasyncio_port_new` as a primitive or a future.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_freed(object: Obj) {
    let state = state();
    if port::type_of(object) == Type::Task {
        state.futures.remove(&Gc::<Future>::from_obj(object));
    } else {
        state.primitives.remove(&Gc::<Line>::from_obj(object));
    }
}
