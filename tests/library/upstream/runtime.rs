//! What programs use, by upstream's rules.

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::rc::Rc;
use std::task::Poll;

use super::{Data, Error, Gathering, Id, Model, Outcome, State, Task};
use crate::program::{Awaitable, Body, Runtime};

/// A wait_for.
struct Limited {
    sleeps: Cell<bool>,
    outcome: RefCell<Option<Outcome>>,
}

impl Model {
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

    fn await_task(&self, task: Id) -> Result<(), Error> {
        let current = self.current();
        let mut inner = self.0.borrow_mut();
        match &mut inner.tasks[task].state {
            State::Awaited(waiting) => waiting.push(current),
            state @ State::Running => *state = State::Awaited(vec![current]),
            _ => return Err(Error::CantWait),
        }
        inner.tasks[current].data = Data::Task(task);
        Ok(())
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
            self.await_task(task)?;
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
