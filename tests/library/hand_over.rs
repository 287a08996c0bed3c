//! What two interrupt handlers hand over, wherever they come: at each pair of the points at which the library asks its host for
//! something. What it shares with handlers it touches in critical sections and by single loads and stores between two such points.
//! Nothing is lost, and the loop does not wait for ever for what was there.

use crate::host::api::{create_task, sleep, Event, Flag, Semaphore};
use crate::host::world::{interrupt_at, points};
use crate::host::Vm;
use std::cell::Cell;
use std::rc::Rc;
use uasyncio::host::object::Result;

/// Runs `program` with handlers at all pairs of points. It tells how many points there were, and fails when nothing will ever happen
/// any more.
fn at_each_pair(program: fn(usize, usize) -> usize) {
    let mut runs = 0;
    for first in 1..=program(usize::MAX, usize::MAX) {
        // There are more of them when the first handler has come.
        for second in first..=program(first, usize::MAX) {
            program(first, second);
            runs += 1;
        }
    }
    assert!(runs > 150, "only {runs} runs");
    println!("{runs} pairs of points");
}

/// Another task has turns meanwhile, so that the loop both works and waits.
fn begin_beside() -> Result<()> {
    let beside = async {
        for ms in [0, 0, 1, 0] {
            sleep(ms).await?;
        }
        Ok(())
    };
    create_task(beside).map(drop)
}

/// What is set from outside, and is clear again when a wait for it is over.
trait Settable: Copy + 'static {
    fn new() -> Result<Self>;
    fn set(self);
    async fn take(self) -> Result<()>;
}

impl Settable for Event {
    fn new() -> Result<Event> {
        Event::new()
    }

    fn set(self) {
        Event::set(self);
    }

    async fn take(self) -> Result<()> {
        self.wait().await?;
        self.clear();
        Ok(())
    }
}

impl Settable for Flag {
    fn new() -> Result<Flag> {
        Flag::new()
    }

    fn set(self) {
        Flag::set(self);
    }

    async fn take(self) -> Result<()> {
        self.wait().await.map(drop)
    }
}

#[test]
fn an_event_or_a_flag_that_is_set_is_seen() {
    fn program<S: Settable>(first: usize, second: usize) -> usize {
        let vm = Vm::new();
        let set = Rc::new(Cell::new(0));
        let main = async move {
            let settable = S::new()?;
            for at in [first, second] {
                let set = set.clone();
                interrupt_at(at, move || {
                    set.set(set.get() + 1);
                    settable.set();
                });
            }
            begin_beside()?;
            let mut seen = 0;
            while seen < 2 {
                settable.take().await?;
                seen = set.get();
            }
            Ok(())
        };
        vm.run(main).unwrap();
        points()
    }
    at_each_pair(program::<Event>);
    at_each_pair(program::<Flag>);
}

#[test]
fn a_semaphore_is_acquired_as_often_as_it_is_released() {
    fn program(first: usize, second: usize) -> usize {
        let vm = Vm::new();
        let main = async move {
            let semaphore = Semaphore::new(0)?;
            for at in [first, second] {
                interrupt_at(at, move || semaphore.release());
            }
            begin_beside()?;
            let other = create_task(async move { semaphore.acquire().await })?;
            semaphore.acquire().await?;
            other.join().await?;
            assert!(semaphore.is_locked());
            Ok(())
        };
        vm.run(main).unwrap();
        points()
    }
    at_each_pair(program);
}

#[test]
fn three_primitives_are_handed_over_beside_each_other() {
    fn program(first: usize, second: usize) -> usize {
        let vm = Vm::new();
        let main = async move {
            let (event, semaphore, flag) = (Event::new()?, Semaphore::new(0)?, Flag::new()?);
            interrupt_at(first, move || {
                semaphore.release();
                event.set();
            });
            interrupt_at(second, move || {
                flag.set();
                semaphore.release();
            });
            let waiting = create_task(async move {
                flag.wait().await?;
                semaphore.acquire().await
            })?;
            event.wait().await?;
            semaphore.acquire().await?;
            waiting.join().await?;
            Ok(())
        };
        vm.run(main).unwrap();
        points()
    }
    at_each_pair(program);
}
