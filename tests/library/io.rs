//! Waiting for streams: rounds, fairness, and the table of those who wait against a model.

use std::cell::Cell;
use std::rc::Rc;

use proptest::collection::vec;
use proptest::prelude::*;

use crate::host::api::{create_task, queue_read, queue_write, sleep, start, Task};
use crate::host::object::outcome;
use crate::host::script::{script, yield_once};
use crate::host::stream::{of, stream};
use crate::host::world::{busy, elapsed, interrupt_in, world, Config};
use crate::host::{log, Vm};
use uasyncio::object::{Obj, Result};
use uasyncio::port::{Watch, POLL_READ, POLL_WRITE};

const ALL: [Watch; 3] = [Watch::Poll, Watch::Event, Watch::Ready];
const HANG_UP: u32 = 16;

async fn readable(stream: Obj) -> Result<()> {
    queue_read(stream)?;
    yield_once().await
}

async fn writable(stream: Obj) -> Result<()> {
    queue_write(stream)?;
    yield_once().await
}

fn counter(turns: &Rc<Cell<usize>>, stream: Option<Obj>) -> Result<Task> {
    let turns = turns.clone();
    create_task(async move {
        loop {
            match stream {
                Some(stream) => readable(stream).await?,
                None => sleep(0).await?,
            }
            turns.set(turns.get() + 1);
        }
        #[allow(unreachable_code)]
        Ok(())
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
            create_task(async move {
                loop {
                    readable(stream).await?;
                    busy(1);
                }
                #[allow(unreachable_code)]
                Ok(())
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
fn one_that_was_closed_unheard_is_found_out() {
    let vm = Vm::new();
    vm.run(async {
        let stream = stream(Watch::Event);
        let reading = create_task(readable(stream))?;
        create_task(async {
            for _ in 0..30 {
                sleep(100).await?;
            }
            Ok(())
        })?;
        interrupt_in(50, move || {
            of(stream).watched.set(0);
            of(stream).ready.set(HANG_UP);
        });
        reading.join().await?;
        assert!(elapsed() <= 2000, "found out at {} ms", elapsed());
        Ok(())
    })
    .unwrap();
}

#[test]
fn more_reports_than_are_taken_at_a_time() {
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

#[derive(Clone, Debug)]
enum Step {
    /// A new task waits for a stream.
    Wait(usize, bool),
    /// A stream is ready for events, once.
    Ready(usize, u32),
    Cancel(prop::sample::Index),
}

fn steps(streams: usize) -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        4 => (0..streams, any::<bool>()).prop_map(|(stream, read)| Step::Wait(stream, read)),
        2 => (0..streams, 1..4u32).prop_map(|(stream, events)| {
            Step::Ready(stream, [POLL_READ, POLL_WRITE, POLL_READ | POLL_WRITE][events as usize - 1])
        }),
        2 => any::<prop::sample::Index>().prop_map(Step::Cancel),
    ];
    vec(step, 0..250)
}

/// Who waits: the task's number, its stream and side.
type Waiting = Vec<(usize, usize, bool)>;

/// The first of each side that `events` concern.
fn take_ready(waiting: &mut Waiting, stream: usize, events: u32) -> Vec<usize> {
    let mut ready = Vec::new();
    for (read, event) in [(true, POLL_READ), (false, POLL_WRITE)] {
        let first = waiting.iter().position(|&(_, s, r)| (s, r) == (stream, read));
        if let Some(first) = first.filter(|_| events & event != 0) {
            ready.push(waiting.remove(first).0);
        }
    }
    ready
}

fn check_table(how: Watch, streams: usize, steps: Vec<Step>) {
    let vm = Vm::new();
    vm.run(async move {
        let objects: Vec<Obj> = (0..streams).map(|_| stream(how)).collect();
        let ended = Rc::new(std::cell::RefCell::new(Vec::new()));
        let mut waiting: Waiting = Vec::new();
        let mut tasks = Vec::new();
        for step in steps {
            let mut expected = Vec::new();
            match step {
                Step::Wait(stream, read) => {
                    let (id, object, ended) = (tasks.len(), objects[stream], ended.clone());
                    tasks.push(create_task(async move {
                        let result = if read { readable(object).await } else { writable(object).await };
                        ended.borrow_mut().push((id, result.is_ok()));
                        Ok(())
                    })?);
                    waiting.push((id, stream, read));
                }
                Step::Ready(stream, events) => {
                    of(objects[stream]).ready.set(events);
                    let ready = take_ready(&mut waiting, stream, events);
                    expected.extend(ready.into_iter().map(|id| (id, true)));
                }
                Step::Cancel(_) if waiting.is_empty() => {}
                Step::Cancel(index) => {
                    let (id, _, _) = waiting.remove(index.index(waiting.len()));
                    tasks[id].cancel()?;
                    expected.push((id, false));
                }
            }
            // A look at the streams, then they are not ready any more; and a turn for those who were woken.
            sleep(0).await?;
            objects.iter().for_each(|&object| of(object).ready.set(0));
            sleep(0).await?;
            assert_eq!(ended.take(), expected);
            let watched = |stream| {
                let side = |read, event| {
                    if waiting.iter().any(|&(_, s, r)| (s, r) == (stream, read)) {
                        event
                    } else {
                        0
                    }
                };
                side(true, POLL_READ) | side(false, POLL_WRITE)
            };
            if matches!(how, Watch::Event) {
                for (stream, &object) in objects.iter().enumerate() {
                    // It may still be watched for those who have left, but not when nobody is left.
                    let (is, should) = (of(object).watched.get(), watched(stream));
                    assert!(is & should == should && (is == 0) == (should == 0), "{is} for {should}");
                }
            }
        }
        for task in &tasks {
            task.cancel()?;
        }
        sleep(1).await?;
        assert!(tasks.into_iter().all(Task::is_done));
        let polls: usize = objects.iter().map(|&object| of(object).polls.get()).sum();
        sleep(0).await?;
        assert_eq!(objects.iter().map(|&object| of(object).polls.get()).sum::<usize>(), polls);
        assert!(objects.iter().all(|&object| of(object).watched.get() == 0));
        Ok(())
    })
    .unwrap();
    assert_eq!(vm.stderr(), "");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn the_table_keeps_who_waits(reports in any::<bool>(), few in steps(3), many in steps(60)) {
        let how = if reports { Watch::Event } else { Watch::Poll };
        check_table(how, 3, few);
        check_table(how, 60, many);
    }
}

#[test]
fn five_hundred_streams() {
    let vm = Vm::new();
    vm.run(async {
        let streams: Vec<Obj> = (0..500).map(|_| stream(Watch::Event)).collect();
        let mut tasks = Vec::new();
        for &stream in &streams {
            tasks.push(create_task(readable(stream))?);
        }
        sleep(0).await?;
        // All are found again, while others leave, in no order.
        for i in (0..500).map(|i| i * 177 % 500) {
            assert!(!tasks[i].is_done());
            of(streams[i]).ready.set(POLL_READ);
            sleep(0).await?;
            sleep(0).await?;
            assert!(tasks[i].is_done(), "stream {i}");
        }
        let waits = world().waits.get();
        for _ in 0..10 {
            sleep(0).await?;
        }
        assert_eq!(world().waits.get(), waits, "nobody waits for a stream");
        Ok(())
    })
    .unwrap();
}
