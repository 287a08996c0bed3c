//! Making a Future.

use crate::host::object::Gc;
use crate::host::port::{self, Type};
use crate::tasks::state::state;
use crate::tasks::task::{Future, Task};

/// A new one, as the task that it is. Raises MemoryError. Allocates.
pub fn new() -> Gc<Task> {
    let future: Gc<Future> = port::new(Type::Future);
    if port::tells_what_is_freed() {
        state().futures.add(&future);
    }
    let task = future.as_obj();
    future.task.restart(task);
    // SAFETY: it begins with one.
    unsafe { Gc::from_obj(task) }
}
