//! Callbacks: functions that are called with a task or future when it is done.

use crate::api::event_loop;
use crate::host::object::{Gc, Obj};
use crate::host::port::{self, Exception, Name, Type};
use crate::tasks::observer::{chain, Kind, Observer};
use crate::tasks::state::State;
use crate::tasks::task::{Outcome, Task};
use core::cell::Cell;

#[repr(C)]
struct Callback {
    observer: Observer,
    function: Cell<Option<Obj>>,
}

static CALLBACK: Kind = Kind(Some(call_back));

fn as_callback(observer: Gc<Observer>) -> Option<Gc<Callback>> {
    // SAFETY: of that kind is what `add_done_callback` makes, and nothing else.
    observer.is(&CALLBACK).then(|| unsafe { Gc::from_obj(observer.as_obj()) })
}

/// Raises what reporting raises. The exception of the task is the callback's business, as with a callable that is its `state`.
fn call_back(_: &State, observer: Gc<Observer>, task: Gc<Task>, _: Outcome) -> bool {
    if let Some(function) = as_callback(observer).and_then(|callback| callback.function.get()) {
        event_loop::end_callback(port::attempt(|| port::call(function, &[task.as_obj()])), task.as_obj());
    }
    true
}

/// `task.add_done_callback(callback)`: it is called with the task soon after its end, behind those who were told or waited before;
/// in the next round, if it has ended already. Raises MemoryError. Allocates.
///
/// # Safety
/// `task` is a Task.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_task_add_done_callback(task: Obj, callback: Obj) -> Obj {
    let new: Gc<Callback> = port::new(Type::Observer);
    new.observer.init(&CALLBACK);
    new.function.set(Some(callback));
    Gc::<Task>::from_obj(task).observe(Gc::from_obj(new.as_obj()));
    port::none()
}

/// `task.remove_done_callback(callback)`: how many were there and are called no more; none when the task is done, because then
/// they are as good as called. Runs Python (`__eq__`), and raises what that raises but for ValueError; MemoryError. Allocates.
///
/// # Safety
/// `task` is a Task.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_task_remove_done_callback(task: Obj, callback: Obj) -> Obj {
    let mut n = 0;
    let task = Gc::<Task>::from_obj(task);
    let mut rest = task.state.get();
    while let Some(found) = chain(rest).find(|&observer| as_callback(observer).is_some()) {
        // Before it may be taken out.
        rest = found.next().unwrap_or_else(port::none);
        if task.is_done() {
            break;
        }
        let function = as_callback(found).and_then(|callback| callback.function.get());
        let list = port::new_list(&[function.unwrap_or_else(port::none)]);
        match port::attempt(|| port::call_method(list, Name::Remove, &[callback])) {
            Ok(_) => {
                task.forget_observer(found);
                n += 1;
            }
            // It is another one.
            Err(exception) if port::is_exception(exception, Exception::ValueError) => {}
            Err(exception) => port::raise(exception),
        }
    }
    port::int(n)
}
