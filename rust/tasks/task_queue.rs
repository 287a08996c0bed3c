//! TaskQueue: tasks in the order in which they are due, first in first out within a tick.
//!
//! The scheduler has one for the tasks that run or sleep; Python code makes its own to build waiting lines. Almost all
//! tasks are due at the moment they are put in, so a queue is a FIFO of those and a pairing heap of those that are due
//! later: the head of the queue is whichever is due first.

use crate::host::object::{Base, Gc};
use crate::queues::pairing_heap::PairingHeap;
use crate::tasks::task::{Owner, Task};
use crate::tasks::waiting::Waiting;
use core::cell::UnsafeCell;
use core::ptr::NonNull;

#[repr(C)]
pub struct TaskQueue {
    base: Base,
    ready: Waiting,
    sleeping: UnsafeCell<PairingHeap<Task>>,
}

impl TaskQueue {
    #[allow(clippy::mut_from_ref)]
    fn heap(&self) -> &mut PairingHeap<Task> {
        // SAFETY: the library runs on one thread at a time; no reference to the heap outlives one operation, and none
        // of them runs foreign code.
        unsafe { &mut *self.sleeping.get() }
    }

    /// The name of the line of those that are ready.
    pub fn owner(&self) -> Owner {
        NonNull::from(self).cast()
    }

    pub fn is_empty(&self) -> bool {
        self.ready.is_empty() && !self.has_sleepers()
    }

    pub fn has_ready(&self) -> bool {
        !self.ready.is_empty()
    }

    pub fn has_sleepers(&self) -> bool {
        !self.heap().is_empty()
    }

    /// The task that is due first of those that were put in with a time.
    pub fn first_sleeper(&self) -> Option<Gc<Task>> {
        self.heap().peek().map(Gc::from_node)
    }

    pub fn last_ready(&self) -> Option<Gc<Task>> {
        self.ready.last()
    }

    /// Tasks by which all of the queue is reached: the first one that is ready, and the heap's root.
    pub fn heads(&self) -> [Option<Gc<Task>>; 2] {
        [self.ready.first(), self.first_sleeper()]
    }

    /// The head of the queue.
    pub fn peek(&self) -> Option<Gc<Task>> {
        let (ready, sleeper) = (self.ready.first(), self.first_sleeper());
        match (ready, sleeper) {
            (Some(first), Some(sleeper)) if !first.comes_before(&sleeper) => Some(sleeper),
            (None, sleeper) => sleeper,
            (ready, _) => ready,
        }
    }

    #[inline]
    pub fn pop(&self) -> Option<Gc<Task>> {
        if let (Some(first), Some(sleeper)) = (self.ready.first(), self.first_sleeper()) {
            if first.comes_before(&sleeper) {
                return self.ready.pop();
            }
        } else if let Some(task) = self.ready.pop() {
            return Some(task);
        }
        self.pop_sleeper()
    }

    /// The head of the queue, unless it is that other one.
    pub fn pop_unless(&self, other: &TaskQueue) -> Option<Gc<Task>> {
        if core::ptr::eq(self, other) {
            None
        } else {
            self.pop()
        }
    }

    pub fn pop_sleeper(&self) -> Option<Gc<Task>> {
        self.heap().pop().map(Gc::from_node)
    }

    /// Adds a task that is due now, its `due` being set.
    pub fn append(&self, task: Gc<Task>) {
        self.ready.append(task, self.owner());
    }

    /// Adds a task that is due at another time than now, its `due` being set.
    pub fn insert(&self, task: Gc<Task>) {
        // SAFETY: the task is in no queue, which all callers see to, and lives while it is in one: the collector finds it.
        unsafe { self.heap().push(task.as_non_null()) };
    }

    /// Adds a task that was due at a time that has come: behind those that became ready at that time or before.
    pub fn append_overdue(&self, task: Gc<Task>) {
        self.ready.append_by(task, self.owner(), |other| task.due().is_before(other.due()));
    }

    /// Adds a task before all that are ready, its `due` being set.
    pub fn prepend(&self, task: Gc<Task>) {
        self.ready.append_by(task, self.owner(), |_| true);
    }

    /// False if the task is not in this queue. Of those that are not ready that is known only of the first of a queue;
    /// another one leaves the queue it is in.
    pub fn remove(&self, task: Gc<Task>) -> bool {
        if task.is_in_heap() {
            // SAFETY: the task is alive.
            unsafe { self.heap().remove(task.as_non_null()) }
        } else {
            self.ready.remove(task, self.owner())
        }
    }

    /// Lets go of all tasks.
    pub fn clear(&self) {
        while self.pop().is_some() {}
    }
}
