//! Waiting for streams: rounds, fairness, and the ways in which a stream becomes known to be ready.

use std::cell::Cell;
use std::rc::Rc;

use crate::host::api::{create_task, queue_read, queue_write, sleep, start, Task};
use crate::host::object::outcome;
use crate::host::script::{script, yield_once};
use crate::host::stream::{of, stream};
use crate::host::world::{busy, elapsed, interrupt_in, Config};
use crate::host::{log, Vm};
use uasyncio::host::object::{Obj, Result};
use uasyncio::host::port::{Watch, POLL_READ, POLL_WRITE};

const ALL: [Watch; 3] = [Watch::Poll, Watch::Event, Watch::Ready];
const HANG_UP: u32 = 16;

pub async fn readable(stream: Obj) -> Result<()> {
    queue_read(stream)?;
    yield_once().await
}

pub async fn writable(stream: Obj) -> Result<()> {
    queue_write(stream)?;
    yield_once().await
}

fn counter(turns: &Rc<Cell<usize>>, stream: Option<Obj>) -> Result<Task> {
    let turns = turns.clone();
    create_task::<()>(async move {
        loop {
            match stream {
                Some(stream) => readable(stream).await?,
                None => sleep(0).await?,
            }
            turns.set(turns.get() + 1);
        }
    })
}

#[test]
fn neither_ready_streams_nor_ready_tasks_starve_the_other() {
    for how in ALL {
        let vm = Vm::new();
        vm.run(async move {
            let stream = stream(how);
            of(stream).ready.set(POLL_READ);
            let (reads, turns) = (Rc::default(), Rc::default());
            counter(&reads, Some(stream))?;
            for _ in 0..3 {
                counter(&turns, None)?;
            }
            for _ in 0..100 {
                sleep(0).await?;
            }
            // A stream has its turn in every round, or in every other one.
            assert!((45..=101).contains(&reads.get()), "{} reads", reads.get());
            assert!((297..=303).contains(&turns.get()), "{} turns", turns.get());
            Ok(())
        })
        .unwrap();
    }
}

#[test]
fn sleepers_wake_in_time_though_a_stream_is_always_ready() {
    for how in ALL {
        let vm = Vm::new();
        vm.run(async move {
            let stream = stream(how);
            of(stream).ready.set(POLL_READ);
            create_task::<()>(async move {
                loop {
                    readable(stream).await?;
                    busy(1);
                }
            })?;
            sleep(20).await?;
            assert!((20..=22).contains(&elapsed()), "woken at {} ms", elapsed());
            Ok(())
        })
        .unwrap();
    }
}

#[test]
fn streams_are_asked_once_a_round_and_not_at_all_when_nobody_waits() {
    let vm = Vm::new();
    vm.run(async {
        let stream = stream(Watch::Poll);
        let waiting = create_task(readable(stream))?;
        for _ in 0..10 {
            create_task(async {
                for _ in 0..50 {
                    sleep(0).await?;
                }
                Ok(())
            })?;
        }
        sleep(0).await?;
        let before = of(stream).polls.get();
        for _ in 0..40 {
            sleep(0).await?;
        }
        assert_eq!(of(stream).polls.get() - before, 40);
        of(stream).ready.set(POLL_READ);
        waiting.join().await?;
        let before = of(stream).polls.get();
        sleep(100).await?;
        assert_eq!(of(stream).polls.get(), before);
        Ok(())
    })
    .unwrap();
}

#[test]
fn a_stream_that_reports_ends_the_wait_at_once() {
    let vm = Vm::new();
    vm.run(async {
        let stream = stream(Watch::Event);
        interrupt_in(7, move || of(stream).ready.set(POLL_READ));
        create_task(sleep(100))?;
        readable(stream).await?;
        assert_eq!(elapsed(), 7);
        Ok(())
    })
    .unwrap();
}

#[test]
fn a_stream_that_must_be_asked_is_asked_every_period() {
    let vm = Vm::with(Config { poll_period: 4, ..Config::default() });
    vm.run(async {
        let stream = stream(Watch::Poll);
        interrupt_in(10, move || of(stream).ready.set(POLL_READ));
        readable(stream).await?;
        assert_eq!(elapsed(), 12);
        assert!(of(stream).polls.get() <= 5);
        Ok(())
    })
    .unwrap();
}

#[test]
fn readers_and_writers_of_one_stream() {
    for how in [Watch::Poll, Watch::Event] {
        let vm = Vm::with(Config { poll_period: 1, ..Config::default() });
        vm.run(async move {
            let stream = stream(how);
            let wait = |name: &'static str, event: u32| async move {
                if event == POLL_READ { readable(stream).await } else { writable(stream).await }?;
                log(format!("{name} {}", elapsed()));
                // What it came for is taken.
                of(stream).ready.set(of(stream).ready.get() & !event);
                Ok(())
            };
            for (name, event) in
                [("r1", POLL_READ), ("r2", POLL_READ), ("w1", POLL_WRITE), ("w2", POLL_WRITE)]
            {
                create_task(wait(name, event))?;
            }
            let then = |ms, events| interrupt_in(ms, move || of(stream).ready.set(events));
            then(5, POLL_WRITE);
            then(10, POLL_READ);
            then(15, POLL_READ | POLL_WRITE);
            sleep(20).await
        })
        .unwrap();
        assert_eq!(vm.log(), ["w1 5", "r1 10", "r2 15", "w2 15"]);
    }
}

#[test]
fn readers_of_one_stream_take_turns() {
    for how in [Watch::Poll, Watch::Event] {
        let vm = Vm::with(Config { poll_period: 1, ..Config::default() });
        vm.run(async move {
            let stream = stream(how);
            for name in ["a", "b", "c"] {
                create_task(async move {
                    let mut taken = 0;
                    while taken < 4 {
                        readable(stream).await?;
                        // Another one may have been faster.
                        if of(stream).ready.replace(0) != 0 {
                            taken += 1;
                            log(name);
                        }
                    }
                    Ok(())
                })?;
            }
            for ms in 1..=12 {
                interrupt_in(5 * ms, move || of(stream).ready.set(POLL_READ));
            }
            sleep(100).await
        })
        .unwrap();
        assert_eq!(vm.log(), "abcabcabcabc".chars().map(String::from).collect::<Vec<_>>());
    }
}

#[test]
fn an_error_is_for_both_sides() {
    for how in [Watch::Poll, Watch::Event] {
        let vm = Vm::with(Config { poll_period: 1, ..Config::default() });
        vm.run(async move {
            let stream = stream(how);
            let tasks = [create_task(readable(stream))?, create_task(writable(stream))?];
            interrupt_in(5, move || of(stream).ready.set(HANG_UP));
            for task in tasks {
                task.join().await?;
            }
            assert_eq!(elapsed(), 5);
            Ok(())
        })
        .unwrap();
    }
}

#[test]
fn a_stream_that_cannot_be_asked_any_more_fails_for_all_who_wait() {
    let vm = Vm::with(Config { poll_period: 1, ..Config::default() });
    vm.run(async {
        let stream = stream(Watch::Poll);
        let reading = [start(script(readable(stream)))?, start(script(writable(stream)))?];
        interrupt_in(5, move || of(stream).broken.set(true));
        for task in reading {
            log(outcome(task.join().await));
        }
        // And it is no stream from the beginning.
        log(outcome(readable(stream).await.map(|()| unreachable!())));
        Ok(())
    })
    .unwrap();
    assert_eq!(vm.log(), ["OsError: 9"; 3]);
}

#[test]
fn many_are_ready_at_once() {
    let vm = Vm::new();
    vm.run(async {
        let mut tasks = Vec::new();
        for _ in 0..100 {
            let stream = stream(Watch::Event);
            interrupt_in(5, move || of(stream).ready.set(POLL_READ));
            tasks.push(create_task(readable(stream))?);
        }
        for task in tasks {
            task.join().await?;
        }
        assert_eq!(elapsed(), 5);
        Ok(())
    })
    .unwrap();
}
