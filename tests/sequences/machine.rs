//! Carries a sequence out.

use crate::host::api::{self, create_task, gather, queue_read, sleep, wait_for_ms};
use crate::host::api::{Event, Flag, Lock, Stream, Task, TaskQueue};
use crate::host::catch::call;
use crate::host::exception::{exception, fail, Class};
use crate::host::object::{self, bytes, function, int, list, none, str, truth, IntoObj};
use crate::host::script::{script, wait, yield_once};
use crate::host::stream::{of, stream};
use crate::host::world::{at_next_allocation, busy, interrupt_in, world, Config, MASK_32, MASK_64};
use crate::host::Vm;
use crate::links;
use crate::steps::{Body, Hostile, Sequence, Step, Value, EACH};
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use uasyncio::api::task_queue_api as task_queue;
use uasyncio::api::waiting_api::{
    uasyncio_primitive_waiting, uasyncio_waiting_pop, uasyncio_waiting_push, uasyncio_waiting_remove,
};
use uasyncio::host::object::{Gc, Obj, Result};
use uasyncio::host::port::{Name, Type, Watch, POLL_READ, POLL_WRITE};
use uasyncio::io::io_queue::uasyncio_queue_remove;
use uasyncio::io::stream_attributes::{
    uasyncio_stream_out_buf, uasyncio_stream_set_out_buf, uasyncio_stream_set_s,
};
use uasyncio::tasks::state::state;

/// What was done, over all sequences.
#[derive(Default, Debug)]
pub struct Counts {
    pub steps: Cell<usize>,
    /// Tasks that were seen in a line or a heap after a step.
    pub linked: Cell<usize>,
    pub out_of_memory: Cell<usize>,
    pub tasks: Cell<usize>,
    pub ended: Cell<usize>,
}

fn add(count: &Cell<usize>, n: usize) {
    count.set(count.get() + n);
}

struct Machine {
    tasks: RefCell<Vec<Task>>,
    events: [Event; EACH],
    locks: [Lock; EACH],
    flags: [Flag; EACH],
    underneath: [Obj; EACH],
    streams: [Stream; EACH],
    /// A queue of the program's own.
    queue: TaskQueue,
    /// The main task, which takes the steps.
    main: Cell<Option<Task>>,
    steps: RefCell<VecDeque<(Step, bool)>>,
    wrong: RefCell<Option<String>>,
    linked: Cell<usize>,
    done: Cell<usize>,
    out_of_memory: Cell<usize>,
}

#[path = "hostile.rs"]
mod hostile;

type This = Rc<Machine>;
type Running = Pin<Box<dyn Future<Output = Result>>>;

/// More than anything in a sequence takes.
const LONG: isize = 400;

pub fn run(sequence: &Sequence, counts: &Counts) -> std::result::Result<(), String> {
    let ticks_mask = if sequence.is_32_bit { MASK_32 } else { MASK_64 };
    let start = ticks_mask + 1 - sequence.wraps_in;
    let vm = Vm::with(Config { start, ticks_mask, poll_period: 1 });
    let this = Rc::new(Machine::new(&sequence.steps).unwrap());
    this.all_steps(&vm);
    let hostile = sequence.steps.iter().any(|(step, _)| matches!(step, Step::Hostile(_)));
    let result = this.end(&vm, hostile);
    add(&counts.steps, this.done.get());
    add(&counts.linked, this.linked.get());
    add(&counts.out_of_memory, this.out_of_memory.get());
    let tasks = this.tasks.borrow();
    add(&counts.tasks, tasks.len());
    add(&counts.ended, tasks.iter().filter(|task| task.is_done()).count());
    result
}

impl Machine {
    fn new(steps: &[(Step, bool)]) -> Result<Machine> {
        let underneath = [stream(Watch::Event), stream(Watch::Poll)];
        Ok(Machine {
            tasks: RefCell::default(),
            events: [Event::new()?, Event::new()?],
            locks: [Lock::new()?, Lock::new()?],
            flags: [Flag::new()?, Flag::new()?],
            streams: [Stream::new(underneath[0])?, Stream::new(underneath[1])?],
            underneath,
            queue: TaskQueue::new()?,
            main: Cell::new(None),
            steps: RefCell::new(steps.iter().cloned().collect()),
            wrong: RefCell::default(),
            linked: Cell::new(0),
            done: Cell::new(0),
            out_of_memory: Cell::new(0),
        })
    }

    fn all_steps(self: &This, vm: &Vm) {
        loop {
            let within = match self.steps.borrow().front() {
                Some((_, within)) => *within,
                None => return,
            };
            if within {
                // It may fail for want of memory, and then goes on at the next step.
                let this = self.clone();
                self.note(vm.run(async move { this.driver().await }));
            } else if let Some(step) = self.next(false) {
                match step {
                    Step::Sleep(ms) => {
                        let this = self.clone();
                        self.note(vm.run(async move {
                            this.main.set(Some(api::current_task()?));
                            sleep(ms).await
                        }));
                    }
                    step => self.step(step),
                }
                self.look();
            }
        }
    }

    fn next(&self, within: bool) -> Option<Step> {
        let mut steps = self.steps.borrow_mut();
        if steps.front()?.1 != within {
            return None;
        }
        steps.pop_front().map(|step| step.0)
    }

    async fn driver(self: This) -> Result<()> {
        self.main.set(Some(api::current_task()?));
        while let Some(step) = self.next(true) {
            match step {
                Step::Sleep(ms) => self.note(sleep(ms).await.map(|()| none())),
                step => self.step(step),
            }
            self.look();
        }
        Ok(())
    }

    fn note<T>(&self, result: Result<T>) {
        if let Err(raised) = result {
            if object::value(raised.0).is_some() && crate::host::exception::is_a(raised, Class::MemoryError) {
                add(&self.out_of_memory, 1);
            }
        }
    }

    fn look(&self) {
        add(&self.done, 1);
        // SAFETY: Events and Locks.
        let waiting = [self.events[0].0, self.events[1].0, self.locks[0].0, self.locks[1].0]
            .map(|primitive| unsafe { uasyncio_primitive_waiting(primitive) }.unwrap());
        match links::check(self.tasks.borrow().iter().map(|task| task.0), &waiting) {
            Ok(linked) => add(&self.linked, linked),
            Err(wrong) => drop(self.wrong.borrow_mut().get_or_insert(wrong)),
        }
    }

    /// Lets everything end that can, then cancels what has not.
    fn end(self: &This, vm: &Vm, hostile: bool) -> std::result::Result<(), String> {
        world().failing.set((0, 0));
        at_next_allocation(|| {});
        if hostile {
            // It may have taken tasks out of their lines, or said that they wait for something else.
            for _ in 0..3 {
                for task in self.tasks.borrow().iter() {
                    // What waits for a task is cancelled through that one, also when only `data` says so.
                    if !task.is_done() {
                        task.set_data(none());
                    }
                    let _ = task.cancel();
                }
                // Of a task that sleeps in a queue of the program's own only that queue knows.
                while let Ok(task) = self.queue.pop() {
                    self.note(TaskQueue(self.line(0)).push(task, None));
                }
                self.release(vm);
            }
        } else {
            self.release(vm);
        }
        self.look();
        if let Some(wrong) = self.wrong.take() {
            return Err(wrong);
        }
        let tasks = self.tasks.borrow();
        match tasks.iter().position(|task| !task.is_done()) {
            Some(lost) => Err(format!("task {lost} has not ended")),
            None if !hostile && self.locks.iter().any(|lock| lock.is_locked()) => {
                Err("a lock is held".into())
            }
            None => Ok(()),
        }
    }

    fn release(self: &This, vm: &Vm) {
        for i in 0..EACH {
            self.events[i].set();
            let underneath = of(self.underneath[i]);
            underneath.input.replace(b"line\n\0".iter().copied().collect());
            underneath.room.set(usize::MAX);
            underneath.ready.set(POLL_READ | POLL_WRITE);
        }
        // As many times as tasks may wait for a flag.
        for _ in 0..120 {
            self.flags.iter().for_each(|flag| flag.set());
            let _ = vm.run(sleep(1));
        }
        let _ = vm.run(sleep(LONG));
    }

    fn task(&self, pick: usize) -> Option<Task> {
        let tasks = self.tasks.borrow();
        (!tasks.is_empty()).then(|| tasks[pick % tasks.len()])
    }

    fn step(self: &This, step: Step) {
        match step {
            Step::Create(body) => {
                let age = self.tasks.borrow().len();
                match create_task(self.clone().body(body, age)) {
                    Ok(task) => self.tasks.borrow_mut().push(task),
                    failed => self.note(failed),
                }
            }
            Step::Cancel(pick) | Step::CancelInFinaliser(pick) => {
                let Some(task) = self.task(pick) else { return };
                match step {
                    Step::Cancel(_) => self.note(task.cancel()),
                    _ => at_next_allocation(move || {
                        let _ = task.cancel();
                    }),
                }
            }
            Step::Sleep(_) => unreachable!(),
            Step::Busy(ms) => busy(ms),
            Step::Set(i) => self.events[i].set(),
            Step::Clear(i) => self.events[i].clear(),
            Step::SetFlag(i) => self.flags[i].set(),
            Step::ClearFlag(i) => self.flags[i].clear(),
            Step::Interrupt(i, ms) => {
                let flag = self.flags[i];
                interrupt_in(ms, move || flag.set());
            }
            Step::Ready(i, ready) => {
                // Never empty: the clock would stand still while somebody asks a stream that is ready for nothing.
                of(self.underneath[i]).input.replace(b"ab\n\0".iter().copied().collect());
                of(self.underneath[i]).ready.set(if ready { POLL_READ | POLL_WRITE } else { 0 });
            }
            Step::Write(i) => self.note(self.streams[i].write(bytes(b"bytes"))),
            Step::NoMemory(after, count) => {
                world().failing.set((world().allocations.get() + after, count));
            }
            Step::LookAt(pick) => {
                let Some(task) = self.task(pick) else { return };
                self.note(task.state());
                self.note(call(|| task.data()));
                // SAFETY: a Stream.
                self.note(call(|| unsafe { uasyncio_stream_out_buf(self.streams[pick % EACH].0) }));
            }
            Step::Hostile(hostile) => self.hostile(hostile),
        }
    }

    /// What a task does that `age` others are older than.
    fn body(self: This, body: Body, age: usize) -> Running {
        Box::pin(async move {
            match body {
                Body::Sleep(ms) => sleep(ms).await.map(IntoObj::into_obj),
                Body::Turns(n) => {
                    for _ in 0..n {
                        sleep(0).await?;
                    }
                    Ok(none())
                }
                Body::Event(i) => self.events[i].wait().await,
                Body::Lock(i, ms) => {
                    self.locks[i].acquire().await?;
                    let slept = sleep(ms).await;
                    self.locks[i].release()?;
                    slept.map(IntoObj::into_obj)
                }
                Body::Flag(i) => self.flags[i].wait().await,
                Body::Join(pick) => match self.older(pick, age) {
                    Some(task) => task.join().await,
                    None => Ok(none()),
                },
                Body::Read(i) => self.streams[i].readline().await,
                Body::Drain(i) => self.streams[i].drain().await.map(IntoObj::into_obj),
                Body::QueueRead(i) => {
                    queue_read(self.underneath[i])?;
                    yield_once().await.map(IntoObj::into_obj)
                }
                Body::Raise => fail(Class::ValueError, "raised"),
                Body::Cancel(pick) => match self.task(pick) {
                    Some(task) => task.cancel().map(|_| none()),
                    None => Ok(none()),
                },
                Body::Gather(bodies, exceptions) => {
                    let all: Vec<Obj> =
                        bodies.into_iter().map(|body| script(self.clone().body(body, age))).collect();
                    wait(gather(&all, exceptions)?).await
                }
                Body::WaitFor(body, ms) => {
                    wait(wait_for_ms(script(self.clone().body(*body, age)), Some(ms))?).await
                }
            }
        })
    }

    /// One of the tasks that were there before: those that wait for each other in a ring would wait for ever.
    fn older(&self, pick: usize, age: usize) -> Option<Task> {
        (age > 0).then(|| self.tasks.borrow()[pick % age])
    }
}
