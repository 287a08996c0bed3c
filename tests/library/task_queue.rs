//! TaskQueue as Python programs use it: a queue of their own, ordered by due tick, and the scheduler's.

use proptest::collection::vec;
use proptest::prelude::*;

use crate::host::api::{create_task, current_task, sleep, Event, Lock, Task, TaskQueue};
use crate::host::catch::call;
use crate::host::object::{new, none, outcome, str, Value};
use crate::host::script::{script, yield_once};
use crate::host::world::{busy, elapsed, world, Config, MASK_32, MASK_64};
use crate::host::{log, Vm};
use uasyncio::api::task_api::uasyncio_task_new;
use uasyncio::host::object::Result;

fn task() -> Task {
    let coroutine = script(async { Ok(()) });
    call(|| uasyncio_task_new(coroutine)).map(Task).unwrap()
}

#[derive(Clone, Debug)]
enum Step {
    /// With a time relative to now, or for now.
    Push(Option<isize>),
    Pop,
    Remove(prop::sample::Index),
    Busy(usize),
}

/// Tasks for now and for later, or, as a queue that is ordered by any numbers, with times of all kinds.
fn steps(any_times: bool) -> impl Strategy<Value = Vec<Step>> {
    let first = if any_times { -20 } else { 0 };
    let now = if any_times { Some(0) } else { None };
    let step = prop_oneof![
        3 => Just(Step::Push(now)),
        3 => (first..20isize).prop_map(|ms| Step::Push(Some(ms))),
        3 => Just(Step::Pop),
        1 => any::<prop::sample::Index>().prop_map(Step::Remove),
        2 => (0..9usize).prop_map(Step::Busy),
    ];
    vec(step, 0..120)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn a_queue_is_in_order(
        wide in any::<bool>(),
        before in 0..300usize,
        steps in any::<bool>().prop_flat_map(steps),
    ) {
        let ticks_mask = if wide { MASK_64 } else { MASK_32 };
        let start = (ticks_mask + 1 - before) & ticks_mask;
        let _vm = Vm::with(Config { start, ticks_mask, ..Config::default() });
        let queue = TaskQueue::new().unwrap();
        // The model: due times that do not wrap, in the order in which they were pushed.
        let mut model: Vec<(isize, Task)> = Vec::new();
        for step in steps {
            let now = elapsed() as isize;
            match step {
                Step::Busy(ms) => busy(ms),
                Step::Push(ms) => {
                    let task = task();
                    let key = |ms: isize| (world().ticks().wrapping_add_signed(ms) & ticks_mask) as isize;
                    queue.push(task, ms.map(key)).unwrap();
                    model.push((now + ms.unwrap_or(0), task));
                }
                Step::Remove(index) if !model.is_empty() => {
                    let (_, task) = model.remove(index.index(model.len()));
                    queue.remove(task).unwrap();
                    // It is in no queue now, and nothing happens.
                    queue.remove(task).unwrap();
                }
                _ => {
                    let due = model.iter().map(|&(due, _)| due).min();
                    let first = model.iter().position(|&(at, _)| Some(at) == due);
                    let expected = first.map(|first| model[first].1);
                    assert_eq!(queue.peek(), expected.map_or(none(), |task| task.0));
                    if matches!(step, Step::Pop) {
                        assert_eq!(queue.pop().ok(), expected);
                        first.map(|first| model.remove(first));
                    }
                }
            }
        }
    }
}

#[test]
fn an_empty_queue() {
    let vm = Vm::new();
    let queue = TaskQueue::new().unwrap();
    assert_eq!(queue.peek(), none());
    assert_eq!(outcome(queue.pop().map(|task| task.0)), "IndexError: empty heap");
    queue.remove(task()).unwrap();
    assert_eq!(outcome(queue.push(Task(str("text")), None).map(|()| none())), "TypeError: Task expected");
    drop(vm);
}

#[test]
fn a_task_of_a_python_subclass() {
    let vm = Vm::new();
    let (queue, task) = (TaskQueue::new().unwrap(), task());
    queue.push(Task(new(Value::Subclass(task.0))), None).unwrap();
    assert_eq!(queue.pop(), Ok(task));
    drop(vm);
}

/// An Event as a Python program would write it, with a TaskQueue.
async fn wait(queue: TaskQueue) -> Result<()> {
    let this = current_task()?;
    queue.push(this, None)?;
    this.set_data(queue.0);
    yield_once().await
}

#[test]
fn a_waiting_line_of_the_programs_own() {
    let vm = Vm::new();
    vm.run(async {
        let queue = TaskQueue::new()?;
        let scheduler = TaskQueue(
            uasyncio::api::run::uasyncio_live(uasyncio::host::port::Name::TaskQueue, None).unwrap(),
        );
        let mut tasks = Vec::new();
        for i in 0..4 {
            tasks.push(create_task(async move {
                let waited = wait(queue).await;
                log(i);
                waited
            })?);
        }
        sleep(5).await?;
        tasks[2].cancel()?;
        while queue.peek() != none() {
            scheduler.push(queue.pop()?, None)?;
        }
        sleep(1).await?;
        log(outcome(tasks[2].join().await));
        Ok(())
    })
    .unwrap();
    assert_eq!(vm.log(), ["2", "0", "1", "3", "CancelledError"]);
}

#[test]
fn a_task_is_in_one_queue_only() {
    let vm = Vm::new();
    vm.run(async {
        let (event, lock, queue) = (Event::new()?, Lock::new()?, TaskQueue::new()?);
        lock.acquire().await?;
        let tasks = [
            create_task(sleep(100))?,
            create_task(async move { event.wait().await.map(drop) })?,
            create_task(async move { lock.acquire().await.map(drop) })?,
            create_task::<()>(async {
                loop {
                    sleep(0).await?;
                }
            })?,
        ];
        sleep(0).await?;
        // Whatever they wait for, a push takes them out of it.
        for task in tasks {
            queue.push(task, None)?;
        }
        event.set();
        lock.release()?;
        sleep(200).await?;
        for task in tasks {
            assert!(!task.is_done());
            assert_eq!(queue.pop()?, task);
        }
        assert_eq!(queue.peek(), none());
        Ok(())
    })
    .unwrap();
}
