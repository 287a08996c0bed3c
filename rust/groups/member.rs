//! Member: the observer by which one of several tasks tells a crowd of its end.
//!
//! A crowd is what waits for several tasks in a way of its own: `wait`, `shield`, a TaskGroup. It lies in the heap, and begins with a
//! [`Crowd`].

use crate::host::object::{Base, Gc};
use crate::host::port::{self, Type};
use crate::tasks::observer::{Kind, Observer};
use crate::tasks::state::State;
use crate::tasks::task::{Outcome, Task};
use core::cell::Cell;

/// What a crowd is told: a member has ended. Whether the crowd takes care of its exception. Raises nothing.
pub type Told = fn(&State, Gc<Crowd>, Gc<Member>, Outcome) -> bool;

#[repr(C)]
pub struct Crowd {
    base: Base,
    told: Cell<Option<Told>>,
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
    next_ended: Cell<Option<Gc<Member>>>,
}

/// Members in the order in which they have ended. All-zero is none.
#[repr(C)]
pub struct Ended {
    first: Cell<Option<Gc<Member>>>,
    last: Cell<Option<Gc<Member>>>,
}

impl Ended {
    pub fn add(&self, member: Gc<Member>) {
        match self.last.replace(Some(member)) {
            Some(last) => last.next_ended.set(Some(member)),
            None => self.first.set(Some(member)),
        }
    }

    /// Takes the first, and gives its task.
    pub fn take(&self) -> Option<Gc<Task>> {
        let member = self.first.get()?;
        self.first.set(member.next_ended.get());
        if self.first.get().is_none() {
            self.last.set(None);
        }
        Some(member.task())
    }

    pub fn is_empty(&self) -> bool {
        self.first.get().is_none()
    }
}

impl Crowd {
    pub fn init(&self, told: Told) {
        self.told.set(Some(told));
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

static MEMBER: Kind = Kind(Some(told));

fn told(state: &State, observer: Gc<Observer>, _: Gc<Task>, outcome: Outcome) -> bool {
    // SAFETY: `join` has made it, and a member begins with its observer.
    let member: Gc<Member> = unsafe { Gc::from_ptr(observer.as_non_null().cast()) };
    let Some(crowd) = member.crowd.get() else { return false };
    crowd.pending.set(crowd.pending.get().saturating_sub(1));
    crowd.told.get().is_some_and(|told| told(state, crowd, member, outcome))
}

impl Gc<Crowd> {
    /// Makes a task a member; of one that is done is told at a turn of its own, too. Raises MemoryError. Allocates.
    pub fn join(self, task: Gc<Task>) {
        let member: Gc<Member> = port::new(Type::Observer);
        member.observer.init(&MEMBER);
        member.crowd.set(Some(self));
        member.task.set(Some(task));
        task.observe(member.observer_obj());
        let last = self.last.replace(Some(member));
        match last {
            Some(last) => last.next.set(Some(member)),
            None => self.first.set(Some(member)),
        }
        self.pending.set(self.pending.get() + 1);
    }

    /// Whether a task is a member.
    pub fn has(self, task: Gc<Task>) -> bool {
        self.members().any(|member| member.task() == task)
    }

    /// Lets go of all members: they tell no more.
    pub fn part(self) {
        for member in self.members() {
            member.crowd.set(None);
            member.task().forget_observer(member.observer_obj());
        }
        self.pending.set(0);
    }
}

/// Who waits for the crowd that an observer belongs to, if it is a member.
pub fn waiter(observer: Gc<Observer>) -> Option<Gc<Task>> {
    if !observer.is(&MEMBER) {
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
