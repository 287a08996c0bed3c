//! Random programs, and what runs them: any asyncio.
//!
//! A program is a list of scripts, the first of which is the main task. A script starts later scripts only, and waits
//! only for tasks that are younger than its own, so that programs end and no tasks wait for each other in a ring.

use std::cell::{Cell, RefCell};
use std::fmt::Display;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use proptest::collection::vec;
use proptest::prelude::*;

/// Events, and as many locks.
pub const PRIMITIVES: usize = 2;
const MAX_TASKS: usize = 30;

#[derive(Clone, Debug)]
pub enum Op {
    Sleep(isize),
    Busy(usize),
    Create(usize),
    Cancel(usize),
    Join(usize),
    Wait(usize),
    Set(usize),
    Clear(usize),
    Acquire(usize),
    Release(usize),
    Raise,
    WaitFor(Target, isize),
    Gather(Vec<Target>, bool),
}

/// Something to await: a new coroutine, or a task.
#[derive(Clone, Debug)]
pub enum Target {
    Script(usize),
    Task(usize),
}

#[derive(Clone, Debug)]
pub struct Step {
    op: Op,
    /// In a `try` that catches everything.
    guarded: bool,
}

pub type Program = Vec<Vec<Step>>;

fn target() -> impl Strategy<Value = Target> {
    prop_oneof![any::<usize>().prop_map(Target::Script), any::<usize>().prop_map(Target::Task)]
}

fn op() -> impl Strategy<Value = Op> {
    let primitive = || 0..PRIMITIVES;
    prop_oneof![
        6 => (0..6isize).prop_map(Op::Sleep),
        3 => Just(Op::Sleep(0)),
        2 => (0..4usize).prop_map(Op::Busy),
        6 => any::<usize>().prop_map(Op::Create),
        4 => any::<usize>().prop_map(Op::Cancel),
        3 => any::<usize>().prop_map(Op::Join),
        3 => primitive().prop_map(Op::Wait),
        3 => primitive().prop_map(Op::Set),
        1 => primitive().prop_map(Op::Clear),
        4 => primitive().prop_map(Op::Acquire),
        4 => primitive().prop_map(Op::Release),
        1 => Just(Op::Raise),
        2 => (target(), 0..6isize).prop_map(|(target, ms)| Op::WaitFor(target, ms)),
        2 => (vec(target(), 0..4), any::<bool>()).prop_map(|(targets, all)| Op::Gather(targets, all)),
    ]
}

/// The main task begins with others, so that something goes on at the same time.
pub fn program() -> impl Strategy<Value = Program> {
    let step = || (op(), prop::bool::weighted(0.9)).prop_map(|(op, guarded)| Step { op, guarded });
    let start = any::<usize>().prop_map(|script| Step { op: Op::Create(script), guarded: true });
    let main = (vec(start, 0..5), vec(step(), 0..10)).prop_map(|(start, steps)| [start, steps].concat());
    (main, vec(vec(step(), 0..7), 0..6)).prop_map(|(main, others)| [vec![main], others].concat())
}

pub type Body<E> = Pin<Box<dyn Future<Output = Result<isize, E>>>>;

pub enum Awaitable<R: Runtime> {
    Task(R::Task),
    Body(Body<R::Error>),
}

/// An asyncio. What is awaited is a future; exceptions are errors.
#[allow(async_fn_in_trait)]
pub trait Runtime: Clone + 'static {
    type Task: Copy;
    type Error: Display;

    fn log(&self, line: String);
    fn elapsed(&self) -> usize;
    fn busy(&self, ms: usize);
    fn value_error(&self) -> Self::Error;
    fn create_task(&self, body: Body<Self::Error>) -> Self::Task;
    fn cancel(&self, task: Self::Task) -> Result<bool, Self::Error>;
    fn is_done(&self, task: Self::Task) -> bool;
    fn event_set(&self, event: usize);
    fn event_clear(&self, event: usize);
    fn lock_release(&self, lock: usize) -> Result<(), Self::Error>;
    async fn sleep(&self, ms: isize) -> Result<(), Self::Error>;
    async fn join(&self, task: Self::Task) -> Result<isize, Self::Error>;
    async fn event_wait(&self, event: usize) -> Result<(), Self::Error>;
    async fn lock_acquire(&self, lock: usize) -> Result<(), Self::Error>;
    async fn wait_for(&self, awaitable: Awaitable<Self>, ms: isize) -> Result<isize, Self::Error>;
    async fn gather(&self, all: Vec<Awaitable<Self>>, return_exceptions: bool)
        -> Result<String, Self::Error>;
}

struct Running<R: Runtime> {
    runtime: R,
    program: Program,
    /// The tasks that scripts have created, and main at first.
    tasks: RefCell<Vec<R::Task>>,
    scripts: Cell<usize>,
}

/// Starts the main task of a program.
pub fn start<R: Runtime>(runtime: &R, program: &Program) -> R::Task {
    let (runtime, program) = (runtime.clone(), program.clone());
    let running = Rc::new(Running { runtime, program, tasks: RefCell::default(), scripts: Cell::new(0) });
    running.create(0)
}

impl<R: Runtime> Running<R> {
    fn create(self: &Rc<Self>, script: usize) -> R::Task {
        let age = self.tasks.borrow().len();
        let task = self.runtime.create_task(self.clone().body(script, age));
        self.tasks.borrow_mut().push(task);
        task
    }

    /// One of the scripts behind `script`.
    fn later(&self, script: usize, pick: usize) -> Option<usize> {
        let n = self.program.len() - script - 1;
        (n > 0 && self.scripts.get() < MAX_TASKS).then(|| script + 1 + pick % n)
    }

    /// One of the tasks that are younger than `age`.
    fn younger(&self, age: usize, pick: usize) -> Option<R::Task> {
        let tasks = self.tasks.borrow();
        let n = tasks.len().saturating_sub(age + 1);
        (n > 0).then(|| tasks[age + 1 + pick % n])
    }

    fn body(self: Rc<Self>, script: usize, age: usize) -> Body<R::Error> {
        let id = self.scripts.get();
        self.scripts.set(id + 1);
        Box::pin(async move {
            for (line, step) in self.program[script].clone().into_iter().enumerate() {
                let at = |what: &str| {
                    let now = self.runtime.elapsed();
                    self.runtime.log(format!("{now} ms, {id} at {script}.{line}: {what}"));
                };
                at("begins");
                match self.step(&step.op, script, age).await {
                    Ok(value) => at(&value),
                    Err(exception) => {
                        at(&exception.to_string());
                        if !step.guarded {
                            return Err(exception);
                        }
                    }
                }
            }
            Ok(id as isize)
        })
    }

    fn awaitable(self: &Rc<Self>, target: &Target, script: usize, age: usize) -> Option<Awaitable<R>> {
        match *target {
            Target::Task(pick) => self.younger(age, pick).map(Awaitable::Task),
            Target::Script(pick) => {
                let script = self.later(script, pick)?;
                let age = self.tasks.borrow().len();
                Some(Awaitable::Body(self.clone().body(script, age)))
            }
        }
    }

    async fn step(self: &Rc<Self>, op: &Op, script: usize, age: usize) -> Result<String, R::Error> {
        let runtime = &self.runtime;
        let done = Ok("done".to_string());
        match *op {
            Op::Sleep(ms) => runtime.sleep(ms).await.and(done),
            Op::Busy(ms) => {
                runtime.busy(ms);
                done
            }
            Op::Create(pick) => {
                if let Some(script) = self.later(script, pick) {
                    self.create(script);
                }
                done
            }
            Op::Cancel(pick) => {
                let tasks = self.tasks.borrow().clone();
                let task = tasks[pick % tasks.len()];
                Ok(format!("{} {}", runtime.cancel(task)?, runtime.is_done(task)))
            }
            Op::Join(pick) => match self.younger(age, pick) {
                Some(task) => Ok(runtime.join(task).await?.to_string()),
                None => done,
            },
            Op::Wait(event) => runtime.event_wait(event).await.and(done),
            Op::Set(event) => {
                runtime.event_set(event);
                done
            }
            Op::Clear(event) => {
                runtime.event_clear(event);
                done
            }
            Op::Acquire(lock) => runtime.lock_acquire(lock).await.and(done),
            Op::Release(lock) => runtime.lock_release(lock).and(done),
            Op::Raise => Err(runtime.value_error()),
            Op::WaitFor(ref target, ms) => match self.awaitable(target, script, age) {
                Some(awaitable) => Ok(runtime.wait_for(awaitable, ms).await?.to_string()),
                None => done,
            },
            Op::Gather(ref targets, return_exceptions) => {
                let all = targets.iter().filter_map(|target| self.awaitable(target, script, age)).collect();
                runtime.gather(all, return_exceptions).await
            }
        }
    }
}
