//! Waiting: a line of tasks, first come, first served, behind a shared reference.

use crate::host::object::Gc;
use crate::queues::fifo::Fifo;
use crate::tasks::task::{Owner, Task};
use core::cell::UnsafeCell;
use core::ptr::NonNull;

/// A line of waiting tasks, first come, first served.
#[repr(transparent)]
pub struct Waiting(UnsafeCell<Fifo<Task>>);

impl Waiting {
    /// No reference to the list outlives one operation, and no operation runs foreign code.
    #[allow(clippy::mut_from_ref)]
    fn list(&self) -> &mut Fifo<Task> {
        // SAFETY: the library runs on one thread at a time, and see above.
        unsafe { &mut *self.0.get() }
    }

    pub fn is_empty(&self) -> bool {
        self.list().is_empty()
    }

    pub fn len(&self) -> usize {
        core::iter::successors(self.first(), |task| task.next()).count()
    }

    pub fn first(&self) -> Option<Gc<Task>> {
        self.list().front().map(Gc::from_node)
    }

    pub fn last(&self) -> Option<Gc<Task>> {
        self.list().back().map(Gc::from_node)
    }

    pub fn append(&self, task: Gc<Task>, owner: Owner) {
        // SAFETY: the task is in no queue, which all callers see to, and lives while it is in one: the collector finds it.
        unsafe { self.list().push_back(task.as_non_null(), owner) };
    }

    /// Adds a task before those at the end of the line for which `goes_before` is true.
    pub fn append_by(&self, task: Gc<Task>, owner: Owner, goes_before: impl Fn(Gc<Task>) -> bool) {
        let mut after = self.last();
        while let Some(other) = after.filter(|&other| goes_before(other)) {
            after = NonNull::new(other.links().prev).map(Gc::from_node);
        }
        // SAFETY: the task is in no queue; the other one is in this line.
        unsafe { self.list().insert_after(after.map(Gc::as_non_null), task.as_non_null(), owner) };
    }

    pub fn pop(&self) -> Option<Gc<Task>> {
        self.list().pop_front().map(Gc::from_node)
    }

    /// False if the task is not in this line.
    pub fn remove(&self, task: Gc<Task>, owner: Owner) -> bool {
        // SAFETY: the task is alive.
        unsafe { self.list().remove(task.as_non_null(), owner) }
    }
}
