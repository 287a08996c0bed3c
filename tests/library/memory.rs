//! Memory that runs out at each allocation of a mixed program in turn: an exception where it happens, and nothing lost.

use std::cell::{Cell, RefCell};
use std::future::Future;
use std::rc::Rc;

use crate::host::api::{gather, queue_read, sleep, sleep_ms, start, wait_for_ms};
use crate::host::api::{Event, Flag, Lock, Stream, Task};
use crate::host::exception::{fail, Class};
use crate::host::object::{bytes, outcome, IntoObj};
use crate::host::script::{script, wait, yield_once};
use crate::host::stream::{of, stream};
use crate::host::world::{elapsed, world, Config};
use crate::host::{log, Vm};
use uasyncio::host::object::{Obj, Result};
use uasyncio::host::port::{Watch, POLL_READ};

/// Everything that a program started: all of it has to end.
#[derive(Clone, Default)]
struct Program {
    begun: Rc<Cell<usize>>,
    ended: Rc<Cell<usize>>,
    tasks: Rc<RefCell<Vec<Task>>>,
    started: usize,
}

impl Program {
    fn body<T: IntoObj>(&self, body: impl Future<Output = Result<T>> + 'static) -> Obj {
        let this = self.clone();
        script(async move {
            this.begun.set(this.begun.get() + 1);
            let result = body.await;
            this.ended.set(this.ended.get() + 1);
            result
        })
    }

    fn task<T: IntoObj>(&self, body: impl Future<Output = Result<T>> + 'static) -> Result<Task> {
        let task = start(self.body(body))?;
        self.tasks.borrow_mut().push(task);
        Ok(task)
    }

    fn value(&self, ms: isize, value: isize) -> Obj {
        self.body(async move {
            sleep(ms).await?;
            Ok(value)
        })
    }

    /// A part of the program, which may fail and have failed in the middle.
    async fn part(&self, name: &str, body: impl Future<Output = Result>) {
        let result = outcome(body.await);
        log(format!("{name} {result} {}", elapsed() - self.started));
    }

    async fn lock(&self) -> Result {
        let lock = Lock::new()?;
        for _ in 0..3 {
            self.task(async move {
                lock.acquire().await?;
                let slept = sleep(1).await;
                lock.release()?;
                slept
            })?;
        }
        sleep(5).await?;
        lock.acquire().await
    }

    async fn event(&self) -> Result {
        let event = Event::new()?;
        let waiting =
            [self.task(async move { event.wait().await }), self.task(async move { event.wait().await })];
        let slept = sleep(1).await;
        event.set();
        slept?;
        for task in waiting {
            task?.join().await?;
        }
        event.wait().await
    }

    async fn flag(&self) -> Result {
        let flag = Flag::new()?;
        let waiting = self.task(async move { flag.wait().await });
        flag.set();
        waiting?.join().await
    }

    async fn gather(&self) -> Result {
        let inner = gather(&[self.value(1, 1), self.value(2, 2)], false)?;
        let task = self.task(sleep(1))?;
        wait(gather(&[inner, task.0, sleep_ms(3)?], true)?).await
    }

    async fn wait_for(&self) -> Result {
        for ms in [5, 1] {
            let limited = wait(wait_for_ms(self.value(3, ms), Some(ms))?).await;
            log(format!("limited {}", outcome(limited)));
        }
        let nested = wait_for_ms(self.value(1, 7), Some(5))?;
        wait(wait_for_ms(nested, Some(9))?).await
    }

    async fn join(&self) -> Result {
        let task = self.task(async {
            sleep(2).await?;
            Ok("joined")
        })?;
        for _ in 0..3 {
            let waiting = self.task(async move { task.join().await });
            log(outcome(waiting.map(|_| task.data())));
        }
        task.join().await
    }

    async fn streams(&self, how: Watch) -> Result {
        let streams: Vec<Obj> = (0..20).map(|_| stream(how)).collect();
        let mut readers = Vec::new();
        for &stream in &streams {
            readers.push(self.task(async move {
                queue_read(stream)?;
                yield_once().await
            }));
        }
        let slept = sleep(1).await;
        streams.iter().for_each(|&stream| of(stream).ready.set(POLL_READ));
        slept?;
        for reader in readers {
            reader?.join().await?;
        }
        Ok("read".into_obj())
    }

    async fn stream(&self) -> Result {
        let underneath = stream(Watch::Ready);
        of(underneath).ready.set(5);
        of(underneath).input.borrow_mut().extend(b"line\nand the rest");
        of(underneath).chunk.set(3);
        of(underneath).room.set(2);
        let stream = Stream::new(underneath)?;
        log(outcome(stream.readline().await));
        log(outcome(stream.readexactly(8).await));
        stream.write(bytes(b"what is written"))?;
        stream.write(bytes(b" in two"))?;
        stream.drain().await?;
        let output = of(underneath).output.take();
        assert_eq!(output, b"what is written in two");
        stream.wait_closed().await?;
        Ok("written".into_obj())
    }

    async fn failure(&self) -> Result {
        self.task(async { fail::<()>(Class::ValueError, "failed") })?;
        Ok("started".into_obj())
    }

    async fn run(self) -> Result<()> {
        self.part("lock", self.lock()).await;
        self.part("event", self.event()).await;
        self.part("flag", self.flag()).await;
        self.part("gather", self.gather()).await;
        self.part("wait_for", self.wait_for()).await;
        self.part("join", self.join()).await;
        self.part("streams", self.streams(Watch::Poll)).await;
        self.part("streams", self.streams(Watch::Event)).await;
        self.part("stream", self.stream()).await;
        self.part("failure", self.failure()).await;
        Ok(())
    }
}

/// Runs the program and lets everything end that it has started; returns its log and how often it allocated.
fn run(vm: &Vm, failing: (usize, usize)) -> (Vec<String>, usize) {
    let program = Program { started: elapsed(), ..Program::default() };
    world().allocations.set(0);
    world().failing.set(failing);
    for main in [Some(program.clone().run()), None] {
        let result = vm.run(async {
            if let Some(main) = main {
                main.await?;
            }
            sleep(50).await
        });
        log(format!("main {}", outcome(result)));
    }
    let allocations = world().allocations.get();
    world().failing.set(NONE);
    // The main task itself may have failed to start, and one run may have ended early.
    let last = vm.run(sleep(50));
    assert_eq!(outcome(last), "None");
    assert_eq!(program.begun.get(), program.ended.get(), "{failing:?}: something was lost");
    assert!(program.tasks.borrow().iter().all(|task| task.is_done()), "{failing:?}: a task was lost");
    log(vm.stderr());
    (vm.log(), allocations)
}

const NONE: (usize, usize) = (0, 0);

/// For each allocation, it and those after it fail, `count` in all.
fn check(count: usize) {
    let machine = || Vm::with(Config { poll_period: 1, ..Config::default() });
    let (expected, allocations) = run(&machine(), NONE);
    assert!(!expected.iter().any(|line| line.contains("MemoryError")), "{expected:#?}");
    assert!(allocations > 100, "{allocations} allocations");
    for first in 0..allocations {
        let vm = machine();
        let (log, _) = run(&vm, (first, count));
        assert!(!log.iter().any(|line| line.contains("Deadlock")), "allocation {first}: {log:#?}");
        assert!(log.iter().any(|line| line.contains("MemoryError")), "allocation {first}: {log:#?}");
        // And all is as before when there is memory again.
        assert_eq!(run(&vm, NONE).0, expected, "after allocation {first}");
        // A failure that nobody retrieves is reported once there is memory for it.
        let failure = log.iter().any(|line| line.starts_with("failure started"));
        let reports = log.last().unwrap().matches("ValueError: failed").count();
        assert_eq!(reports, usize::from(failure), "allocation {first}: {log:#?}");
    }
}

#[test]
fn one_allocation_fails() {
    check(1);
}

#[test]
fn memory_is_short_for_a_while() {
    check(2);
    check(5);
}
