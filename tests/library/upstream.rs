//! Upstream's rules, written down as plainly as possible: one list of scheduled tasks, searched for the one that is due
//! first, and of those the one that was put in first.

mod runtime;

use std::cell::{Cell, RefCell};
use std::fmt;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use super::program::{Body, PRIMITIVES};

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
}
