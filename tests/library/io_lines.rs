//! The lines of the tasks that wait for streams, against a list.

use std::cell::RefCell;
use std::rc::Rc;

use proptest::collection::vec;
use proptest::prelude::*;

use super::io::{readable, writable};
use crate::host::api::{create_task, sleep, Task};
use crate::host::stream::{of, stream};
use crate::host::world::world;
use crate::host::Vm;
use uasyncio::host::object::Obj;
use uasyncio::host::port::{Watch, POLL_READ, POLL_WRITE};

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

fn check_lines(how: Watch, streams: usize, steps: Vec<Step>) {
    let vm = Vm::new();
    vm.run(async move {
        let objects: Vec<Obj> = (0..streams).map(|_| stream(how)).collect();
        let ended = Rc::new(RefCell::new(Vec::new()));
        let mut waiting: Waiting = Vec::new();
        let mut tasks = Vec::new();
        for step in steps {
            let mut expected = Vec::new();
            match step {
                // More than one for a side: see io.rs.
                Step::Wait(stream, read)
                    if matches!(how, Watch::Event)
                        && waiting.iter().any(|&(_, s, r)| (s, r) == (stream, read)) => {}
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
            if matches!(how, Watch::Event) {
                for (stream, &object) in objects.iter().enumerate() {
                    let side = |read| waiting.iter().any(|&(_, s, r)| (s, r) == (stream, read));
                    let watched = of(object).watched.each_ref().map(|task| task.get().is_some());
                    assert_eq!(watched, [side(true), side(false)]);
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
        assert!(objects.iter().all(|&object| !of(object).is_watched()));
        Ok(())
    })
    .unwrap();
    assert_eq!(vm.stderr(), "");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn the_lines_keep_who_waits(reports in any::<bool>(), few in steps(3), many in steps(60)) {
        let how = if reports { Watch::Event } else { Watch::Poll };
        check_lines(how, 3, few);
        check_lines(how, 60, many);
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
