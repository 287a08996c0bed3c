//! Upstream's rules, written down as plainly as possible: one list of scheduled tasks, searched for the one that is due
//! first, and of those the one that was put in first.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::future::{poll_fn, Future};
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use super::program::{Awaitable, Body, Runtime, PRIMITIVES};

#[derive(Clone, PartialEq, Debug)]
pub enum Error {
    Cancelled,
    /// wait_for's own: cancelled because what it waits for has ended.
    Finished,
    Timeout,
    Value,
    CantWait,
    CantGather,
    CantCancelSelf,
    NotAcquired,
    Deadlock,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(match self {
            Error::Cancelled | Error::Finished => "CancelledError",
            Error::Timeout => "TimeoutError",
            Error::Value => "ValueError",
            Error::CantWait => "RuntimeError: can't wait",
            Error::CantGather => "RuntimeError: can't gather",
            Error::CantCancelSelf => "RuntimeError: can't cancel self",
            Error::NotAcquired => "RuntimeError: Lock not acquired",
            Error::Deadlock => "Deadlock",
        })
    }
}

type Outcome = Result<isize, Error>;
type Id = usize;

#[derive(Clone, PartialEq, Debug)]
enum Data {
    None,
    /// To be thrown into the task.
    Exception(Error),
    Task(Id),
    Event(usize),
    Lock(usize),
    Gather,
}

#[derive(Clone)]
enum State {
    Running,
    Awaited(Vec<Id>),
    Gathered(Rc<Gathering>),
    DoneNotAwaited,
    DoneAwaited,
}

struct Task {
    body: Option<Body<Error>>,
    begun: bool,
    data: Data,
    state: State,
    outcome: Option<Outcome>,
    due: usize,
}

struct Gathering {
    waiter: Id,
    pending: Cell<usize>,
    failed: RefCell<Option<Error>>,
    return_exceptions: bool,
}

/// A wait_for.
struct Limited {
    sleeps: Cell<bool>,
    outcome: RefCell<Option<Outcome>>,
}

#[derive(Default)]
struct Event {
    set: bool,
    waiting: Vec<Id>,
}

#[derive(Default)]
struct Lock {
    locked: bool,
    next: Option<Id>,
    waiting: Vec<Id>,
}

#[derive(Default)]
struct Inner {
    now: usize,
    /// In the order in which they were put in.
    queue: Vec<Id>,
    tasks: Vec<Task>,
    current: Option<Id>,
    thrown: Option<Error>,
    events: [Event; PRIMITIVES],
    locks: [Lock; PRIMITIVES],
    log: Vec<String>,
}

#[derive(Clone, Default)]
pub struct Model(Rc<RefCell<Inner>>);

impl Inner {
    fn push_at(&mut self, task: Id, due: usize) {
        self.tasks[task].data = Data::None;
        self.tasks[task].due = due;
        self.queue.push(task);
    }

    fn push(&mut self, task: Id) {
        self.push_at(task, self.now);
    }

    fn pop(&mut self) -> Option<Id> {
        let due = self.queue.iter().map(|&task| self.tasks[task].due).min()?;
        let first = self.queue.iter().position(|&task| self.tasks[task].due == due)?;
        Some(self.queue.remove(first))
    }

    fn is_done(&self, task: Id) -> bool {
        matches!(self.tasks[task].state, State::DoneAwaited | State::DoneNotAwaited)
    }

    fn cancel(&mut self, task: Id, error: Error) -> Result<bool, Error> {
        if self.is_done(task) {
            return Ok(false);
        }
        if self.current == Some(task) {
            return Err(Error::CantCancelSelf);
        }
        let mut task = task;
        while let Data::Task(other) = self.tasks[task].data {
            task = other;
        }
        match self.tasks[task].data {
            Data::Event(event) => {
                self.events[event].waiting.retain(|&other| other != task);
                self.push(task);
            }
            Data::Lock(lock) => {
                self.locks[lock].waiting.retain(|&other| other != task);
                self.push(task);
            }
            Data::Gather => self.push(task),
            _ if self.tasks[task].due > self.now => {
                self.queue.retain(|&other| other != task);
                self.push(task);
            }
            _ => {}
        }
        self.tasks[task].data = Data::Exception(error);
        Ok(true)
    }

    fn release(&mut self, lock: usize) -> Result<(), Error> {
        if !self.locks[lock].locked {
            return Err(Error::NotAcquired);
        }
        self.locks[lock].locked = false;
        self.locks[lock].next = None;
        if !self.locks[lock].waiting.is_empty() {
            let next = self.locks[lock].waiting.remove(0);
            self.locks[lock].next = Some(next);
            self.push(next);
        }
        Ok(())
    }

    fn child_done(&mut self, gathering: &Gathering, outcome: &Outcome) {
        if self.tasks[gathering.waiter].data != Data::Gather {
            return;
        }
        match outcome {
            Err(error) if !gathering.return_exceptions => {
                gathering.failed.replace(Some(error.clone()));
            }
            _ => {
                gathering.pending.set(gathering.pending.get() - 1);
                if gathering.pending.get() > 0 {
                    return;
                }
            }
        }
        self.push(gathering.waiter);
    }

    fn finish(&mut self, task: Id, outcome: Outcome, is_main: bool) {
        let state = std::mem::replace(&mut self.tasks[task].state, State::DoneAwaited);
        self.tasks[task].outcome = Some(outcome.clone());
        let mut awaited = is_main;
        match state {
            State::Gathered(gathering) => {
                self.child_done(&gathering, &outcome);
                awaited = true;
            }
            State::Awaited(waiting) => {
                for waiter in waiting {
                    self.push(waiter);
                    awaited = true;
                }
            }
            _ if awaited => {}
            _ => self.tasks[task].state = State::DoneNotAwaited,
        }
        if outcome.is_err() && outcome != Err(Error::Cancelled) && !awaited {
            self.push(task);
        }
    }
}

impl Model {
    pub fn take_log(&self) -> Vec<String> {
        std::mem::take(&mut self.0.borrow_mut().log)
    }

    /// Runs the loop until the main task is done.
    pub fn run(&self, main: Id) -> Outcome {
        loop {
            let next = self.0.borrow_mut().pop();
            let Some(task) = next else { return Err(Error::Deadlock) };
            let mut inner = self.0.borrow_mut();
            inner.now = inner.now.max(inner.tasks[task].due);
            inner.current = Some(task);
            if inner.is_done(task) {
                if matches!(inner.tasks[task].state, State::DoneNotAwaited) {
                    if let Some(Err(error)) = &inner.tasks[task].outcome {
                        let line = format!("not retrieved: {error}");
                        inner.log.push(line);
                    }
                }
                continue;
            }
            drop(inner);
            let Some(outcome) = self.step(task) else { continue };
            self.0.borrow_mut().finish(task, outcome.clone(), task == main);
            if task == main {
                self.0.borrow_mut().current = None;
                return outcome;
            }
        }
    }

    fn step(&self, task: Id) -> Option<Outcome> {
        let mut inner = self.0.borrow_mut();
        let entry = &mut inner.tasks[task];
        let begun = std::mem::replace(&mut entry.begun, true);
        let thrown = match std::mem::replace(&mut entry.data, Data::None) {
            Data::Exception(error) if !begun => return Some(Err(error)),
            Data::Exception(error) => Some(error),
            _ => None,
        };
        let mut body = entry.body.take().unwrap();
        inner.thrown = thrown;
        drop(inner);
        match body.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(outcome) => Some(outcome),
            Poll::Pending => {
                self.0.borrow_mut().tasks[task].body = Some(body);
                None
            }
        }
    }

    fn current(&self) -> Id {
        self.0.borrow().current.unwrap()
    }

    async fn suspend(&self) -> Result<(), Error> {
        let mut yielded = false;
        poll_fn(|_| {
            if !std::mem::replace(&mut yielded, true) {
                return Poll::Pending;
            }
            Poll::Ready(self.0.borrow_mut().thrown.take().map_or(Ok(()), Err))
        })
        .await
    }

    fn promote(&self, awaitable: Awaitable<Model>) -> Id {
        match awaitable {
            Awaitable::Task(task) => task,
            Awaitable::Body(body) => self.create_task(body),
        }
    }

    /// wait_for's helper: waits in the place of the waiter, and cancels its sleep. (Upstream's would also cancel what the
    /// waiter does after it was cancelled itself.)
    async fn run_for(self, waiter: Id, task: Id, wait: Rc<Limited>) -> Outcome {
        let outcome = self.join(task).await;
        if wait.sleeps.get() && self.0.borrow().tasks[waiter].data == Data::None {
            wait.outcome.replace(Some(outcome));
            self.0.borrow_mut().cancel(waiter, Error::Finished)?;
        }
        Ok(0)
    }
}

impl Runtime for Model {
    type Task = Id;
    type Error = Error;

    fn log(&self, line: String) {
        self.0.borrow_mut().log.push(line);
    }

    fn elapsed(&self) -> usize {
        self.0.borrow().now
    }

    fn busy(&self, ms: usize) {
        self.0.borrow_mut().now += ms;
    }

    fn value_error(&self) -> Error {
        Error::Value
    }

    fn create_task(&self, body: Body<Error>) -> Id {
        let mut inner = self.0.borrow_mut();
        let (data, state) = (Data::None, State::Running);
        inner.tasks.push(Task { body: Some(body), begun: false, data, state, outcome: None, due: 0 });
        let task = inner.tasks.len() - 1;
        inner.push(task);
        task
    }

    fn cancel(&self, task: Id) -> Result<bool, Error> {
        self.0.borrow_mut().cancel(task, Error::Cancelled)
    }

    fn is_done(&self, task: Id) -> bool {
        self.0.borrow().is_done(task)
    }

    fn event_set(&self, event: usize) {
        let mut inner = self.0.borrow_mut();
        for task in std::mem::take(&mut inner.events[event].waiting) {
            inner.push(task);
        }
        inner.events[event].set = true;
    }

    fn event_clear(&self, event: usize) {
        self.0.borrow_mut().events[event].set = false;
    }

    fn lock_release(&self, lock: usize) -> Result<(), Error> {
        self.0.borrow_mut().release(lock)
    }

    async fn sleep(&self, ms: isize) -> Result<(), Error> {
        let (task, due) = (self.current(), self.elapsed() + ms.max(0) as usize);
        self.0.borrow_mut().push_at(task, due);
        self.suspend().await
    }

    async fn join(&self, task: Id) -> Outcome {
        if !self.is_done(task) {
            let current = self.current();
            let mut inner = self.0.borrow_mut();
            match &mut inner.tasks[task].state {
                State::Awaited(waiting) => waiting.push(current),
                state @ State::Running => *state = State::Awaited(vec![current]),
                _ => return Err(Error::CantWait),
            }
            inner.tasks[current].data = Data::Task(task);
            drop(inner);
            self.suspend().await?;
        }
        let mut inner = self.0.borrow_mut();
        inner.tasks[task].state = State::DoneAwaited;
        inner.tasks[task].outcome.clone().unwrap()
    }

    async fn event_wait(&self, event: usize) -> Result<(), Error> {
        if self.0.borrow().events[event].set {
            return Ok(());
        }
        let current = self.current();
        self.0.borrow_mut().events[event].waiting.push(current);
        self.0.borrow_mut().tasks[current].data = Data::Event(event);
        self.suspend().await
    }

    async fn lock_acquire(&self, lock: usize) -> Result<(), Error> {
        let free = {
            let state = &self.0.borrow().locks[lock];
            !state.locked && state.next.is_none()
        };
        if !free {
            let current = self.current();
            self.0.borrow_mut().locks[lock].waiting.push(current);
            self.0.borrow_mut().tasks[current].data = Data::Lock(lock);
            if let Err(error) = self.suspend().await {
                let mut inner = self.0.borrow_mut();
                if inner.locks[lock].next == Some(current) {
                    inner.locks[lock].locked = true;
                    inner.release(lock)?;
                }
                return Err(error);
            }
        }
        let mut inner = self.0.borrow_mut();
        inner.locks[lock].next = None;
        inner.locks[lock].locked = true;
        Ok(())
    }

    async fn wait_for(&self, awaitable: Awaitable<Model>, ms: isize) -> Outcome {
        let task = self.promote(awaitable);
        let wait = Rc::new(Limited { sleeps: Cell::new(true), outcome: RefCell::default() });
        let runner = self.create_task(Box::pin(self.clone().run_for(self.current(), task, wait.clone())));
        let slept = self.sleep(ms).await;
        wait.sleeps.set(false);
        match slept {
            Err(Error::Finished) => wait.outcome.take().unwrap(),
            Err(error) => {
                self.cancel(runner)?;
                Err(error)
            }
            Ok(()) => {
                self.cancel(runner)?;
                self.join(runner).await?;
                Err(Error::Timeout)
            }
        }
    }

    async fn gather(&self, all: Vec<Awaitable<Model>>, return_exceptions: bool) -> Result<String, Error> {
        let waiter = self.current();
        let tasks: Vec<Id> = all.into_iter().map(|awaitable| self.promote(awaitable)).collect();
        let (pending, failed) = (Cell::new(0), RefCell::new(None));
        let gathering = Rc::new(Gathering { waiter, pending, failed, return_exceptions });
        let is_mine =
            |state: &State| matches!(state, State::Gathered(other) if Rc::ptr_eq(other, &gathering));
        let mut waits = true;
        let mut error = None;
        for &task in &tasks {
            let entry = &mut self.0.borrow_mut().tasks[task];
            match (&entry.state, &entry.outcome) {
                (State::Running, _) => {
                    entry.state = State::Gathered(gathering.clone());
                    gathering.pending.set(gathering.pending.get() + 1);
                }
                (_, Some(outcome)) => waits &= outcome.is_ok() || return_exceptions,
                _ => error = error.or(Some(Error::CantGather)),
            }
        }
        let mut cancelled = None;
        if error.is_none() && waits && gathering.pending.get() > 0 {
            self.0.borrow_mut().tasks[waiter].data = Data::Gather;
            cancelled = self.suspend().await.err();
        }
        error = error.or(cancelled.clone()).or(gathering.failed.take());
        let mut values = Vec::new();
        for task in tasks {
            let mut inner = self.0.borrow_mut();
            if is_mine(&inner.tasks[task].state) {
                inner.tasks[task].state = State::Running;
                if cancelled.is_some() {
                    inner.cancel(task, Error::Cancelled)?;
                }
                continue;
            }
            match inner.tasks[task].outcome.clone() {
                Some(Ok(value)) => values.push(value.to_string()),
                Some(Err(exception)) if return_exceptions => values.push(exception.to_string()),
                outcome => error = error.or(outcome.and_then(Result::err)),
            }
        }
        error.map_or(Ok(format!("[{}]", values.join(", "))), Err)
    }
}
