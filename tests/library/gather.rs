//! gather: values, exceptions and cancellations of several awaitables.

use crate::host::api::{create_task, gather, sleep, sleep_ms, start, Task};
use crate::host::exception::{fail, Class};
use crate::host::object::{int, outcome, str, text};
use crate::host::script::{script, wait};
use crate::host::world::elapsed;
use crate::host::{log, Vm};
use uasyncio::host::object::{Obj, Result};

fn value(ms: isize, value: isize) -> Obj {
    script(async move {
        sleep(ms).await?;
        log(value);
        Ok(int(value))
    })
}

fn failure(ms: isize) -> Obj {
    script(async move {
        sleep(ms).await?;
        fail::<()>(Class::ValueError, "failed")
    })
}

/// The outcome of a gather, and when it came.
fn gathered(
    awaitables: impl FnOnce() -> Result<Vec<Obj>> + 'static,
    return_exceptions: bool,
) -> (String, usize) {
    let vm = Vm::new();
    let mut at = 0;
    let result = vm.run(async move {
        let awaitables = awaitables()?;
        let values = wait(gather(&awaitables, return_exceptions)?).await;
        log(elapsed());
        values
    });
    if let Some(line) = vm.log().last() {
        at = line.parse().unwrap();
    }
    assert_eq!(vm.stderr(), "");
    (outcome(result), at)
}

#[test]
fn the_values_are_in_the_order_of_the_awaitables() {
    let list = || Ok(vec![value(30, 1), value(10, 2), value(20, 3)]);
    assert_eq!(gathered(list, false), ("[1, 2, 3]".into(), 30));
}

#[test]
fn of_nothing() {
    assert_eq!(gathered(|| Ok(vec![]), false), ("[]".into(), 0));
}

#[test]
fn any_awaitable_will_do() {
    let list = || {
        let done = create_task(async { Ok("task") })?;
        Ok(vec![done.0, sleep_ms(5)?, gather(&[value(7, 1)], false)?])
    };
    assert_eq!(gathered(list, false), ("[task, None, [1]]".into(), 7));
}

#[test]
fn the_first_exception_ends_it() {
    let list = || Ok(vec![value(30, 1), failure(10), failure(20)]);
    assert_eq!(gathered(list, false), ("ValueError: failed".into(), 10));
}

#[test]
fn exceptions_may_be_values() {
    let list = || Ok(vec![value(30, 1), failure(10), failure(20)]);
    assert_eq!(gathered(list, true), ("[1, ValueError: failed, ValueError: failed]".into(), 30));
}

#[test]
fn the_others_go_on_after_an_exception() {
    let vm = Vm::new();
    vm.run(async {
        let result = wait(gather(&[value(30, 1), failure(10)], false)?).await;
        log(outcome(result));
        sleep(50).await
    })
    .unwrap();
    assert_eq!(vm.log(), ["ValueError: failed", "1"]);
}

#[test]
fn a_child_that_is_cancelled_is_an_exception() {
    for (return_exceptions, expected) in [(false, "CancelledError"), (true, "[CancelledError, 2]")] {
        let vm = Vm::new();
        let result = vm.run(async move {
            let child = start(value(30, 1))?;
            let gathering = start(gather(&[child.0, value(10, 2)], return_exceptions)?)?;
            sleep(5).await?;
            child.cancel()?;
            gathering.join().await
        });
        assert_eq!(outcome(result), expected);
    }
}

#[test]
fn cancelled_it_cancels_its_children() {
    for return_exceptions in [false, true] {
        let vm = Vm::new();
        vm.run(async move {
            let children = [start(value(30, 1))?, start(value(10, 2))?];
            let gathering = start(gather(&children.map(|child| child.0), return_exceptions)?)?;
            sleep(20).await?;
            gathering.cancel()?;
            log(outcome(gathering.join().await));
            sleep(0).await?;
            assert!(children.into_iter().all(Task::is_done));
            log(outcome(children[0].join().await));
            log(outcome(children[1].join().await));
            Ok(())
        })
        .unwrap();
        assert_eq!(vm.log(), ["2", "CancelledError", "CancelledError", "2"]);
    }
}

/// Children that ended before the gather begins: a value and, if `failed`, an exception.
async fn done(failed: bool) -> Result<Vec<Obj>> {
    let mut tasks = vec![start(value(0, 1))?];
    if failed {
        tasks.push(start(failure(0))?);
        // It counts as awaited, or it would be reported.
        sleep(0).await?;
        sleep(0).await?;
        tasks[1].join().await.unwrap_err();
    }
    sleep(5).await?;
    assert!(tasks.iter().all(|task| task.is_done()));
    Ok(tasks.into_iter().map(|task| task.0).collect())
}

#[test]
fn children_may_be_done_already() {
    for (failed, return_exceptions, expected, at) in [
        (false, false, "[1, 2]", 15),
        (true, true, "[1, ValueError: failed, 2]", 15),
        // There is nothing to wait for.
        (true, false, "ValueError: failed", 5),
    ] {
        let vm = Vm::new();
        vm.run(async move {
            let mut list = done(failed).await?;
            list.push(value(10, 2));
            let result = wait(gather(&list, return_exceptions)?).await;
            log(format!("{} {}", outcome(result), elapsed()));
            sleep(20).await
        })
        .unwrap();
        assert!(vm.log().contains(&format!("{expected} {at}")), "{expected}");
    }
}

#[test]
fn all_children_may_be_done_already() {
    let vm = Vm::new();
    let result = vm.run(async move { wait(gather(&done(false).await?, false)?).await });
    assert_eq!(outcome(result), "[1]");
}

#[test]
fn a_task_that_another_one_awaits_cannot_be_gathered() {
    let vm = Vm::new();
    vm.run(async {
        let child = start(value(10, 1))?;
        let other = start(value(20, 2))?;
        let awaiting = create_task(async move { child.join().await })?;
        sleep(0).await?;
        log(outcome(wait(gather(&[other.0, child.0], false)?).await));
        // Both go on as before.
        log(text(awaiting.join().await?));
        log(text(other.join().await?));
        Ok(())
    })
    .unwrap();
    assert_eq!(vm.log(), ["RuntimeError: can't gather", "1", "1", "2", "2"]);
}

#[test]
fn a_task_that_is_gathered_cannot_be_awaited() {
    let vm = Vm::new();
    vm.run(async {
        let child = start(value(10, 1))?;
        let gathering = start(gather(&[child.0], false)?)?;
        sleep(0).await?;
        log(outcome(child.join().await));
        log(outcome(gathering.join().await));
        Ok(())
    })
    .unwrap();
    assert_eq!(vm.log(), ["RuntimeError: can't wait", "1", "[1]"]);
}

#[test]
fn what_is_no_awaitable_is_a_type_error() {
    assert_eq!(gathered(|| Ok(vec![str("text")]), false).0, "TypeError: coroutine expected");
}
