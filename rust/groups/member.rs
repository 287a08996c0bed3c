//! Member: the observer by which one of several tasks tells a crowd of its end.
//!
//! A crowd is what waits for several tasks in a way of its own: `wait`, `shield`, a TaskGroup. It lies in the heap, and begins with a
//! [`Crowd`].

use crate::host::object::{Base, Gc};
use crate::host::port::{self, Type};
use crate::tasks::observer::Observer;
use crate::tasks::state::State;
use crate::tasks::task::{Outcome, Task};
use core::cell::Cell;

/// What a crowd is told: a member has ended. Whether the crowd takes care of its exception. Raises nothing.
pub type Ended = fn(&State, Gc<Crowd>, Gc<Member>, Outcome) -> bool;

#[repr(C)]
pub struct Crowd {
    base: Base,
    ended: Cell<Option<Ended>>,
    first: Cell<Option<Gc<Member>>>,
    last: Cell<Option<Gc<Member>>>,
    /// Who waits for the crowd, and is in no line meanwhile.
    pub waiter: Cell<Option<Gc<Task>>>,
    /// Members that have not ended.
    pub pending: Cell<usize>,
}

#[repr(C)]
pub struct Member {
    observer: Observer,
    crowd: Cell<Option<Gc<Crowd>>>,
    task: Cell<Option<Gc<Task>>>,
    next: Cell<Option<Gc<Member>>>,
    /// Of crowds that ask in which order their members end.
    pub next_ended: Cell<Option<Gc<Member>>>,
}

impl Crowd {
    pub fn init(&self, ended: Ended) {
        self.ended.set(Some(ended));
    }

    /// The members, in the order in which they have joined.
    pub fn members(&self) -> impl Iterator<Item = Gc<Member>> {
        core::iter::successors(self.first.get(), |member| member.next.get())
    }
}

impl Member {
    pub fn task(&self) -> Gc<Task> {
        // SAFETY: `join` gives none away without.
        unsafe { self.task.get().unwrap_unchecked() }
    }
}

fn told(state: &State, observer: Gc<Observer>, _: Gc<Task>, outcome: Outcome) -> bool {
    // SAFETY: `join` has made it, and a member begins with its observer.
    let member: Gc<Member> = unsafe { Gc::from_ptr(observer.as_non_null().cast()) };
    let Some(crowd) = member.crowd.get() else { return false };
    crowd.pending.set(crowd.pending.get().saturating_sub(1));
    crowd.ended.get().is_some_and(|ended| ended(state, crowd, member, outcome))
}

impl Gc<Crowd> {
    /// Makes a task a member; one that is done counts as ended, and nothing is told of it. Raises MemoryError. Allocates.
    pub fn join(self, task: Gc<Task>) -> Gc<Member> {
        let member: Gc<Member> = port::new(Type::Observer);
        member.observer.init(told);
        member.crowd.set(Some(self));
        member.task.set(Some(task));
        let last = self.last.replace(Some(member));
        match last {
            Some(last) => last.next.set(Some(member)),
            None => self.first.set(Some(member)),
        }
        // A finaliser, which an allocation may run, may have run it to its end.
        if !task.is_done() {
            task.observe(member.observer_obj());
            self.pending.set(self.pending.get() + 1);
        }
        member
    }

    /// Whether a task is a member.
    pub fn has(self, task: Gc<Task>) -> bool {
        self.members().any(|member| member.task() == task)
    }

    /// Lets go of all members: they tell no more.
    pub fn part(self) {
        for member in self.members() {
            member.crowd.set(None);
            if !member.task().is_done() {
                member.task().forget_observer(member.observer_obj());
            }
        }
        self.pending.set(0);
    }
}

/// Who waits for the crowd that an observer belongs to, if it is a member.
pub fn waiter(observer: Gc<Observer>) -> Option<Gc<Task>> {
    if !observer.is_told_by(told) {
        return None;
    }
    // SAFETY: as in `told`.
    let member: Gc<Member> = unsafe { Gc::from_ptr(observer.as_non_null().cast()) };
    member.crowd.get()?.waiter.get()
}

impl Gc<Member> {
    fn observer_obj(self) -> Gc<Observer> {
        // SAFETY: it begins with one.
        unsafe { Gc::from_ptr(self.as_non_null().cast()) }
    }
}
