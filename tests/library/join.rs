//! Awaiting tasks: their values and exceptions, for one, several or nobody.

use crate::host::api::{create_task, sleep, start, wait_for_ms, Task};
use crate::host::exception::{fail, Class};
use crate::host::object::{none, outcome, str, text, truth};
use crate::host::script::{script, wait};
use crate::host::world::at_next_allocation;
use crate::host::{log, run_until_complete, Vm};
use uasyncio::api::task_api::uasyncio_task_set_state;
use uasyncio::host::object::{Obj, Result};
use uasyncio::host::port::Type;

fn failing(ms: isize) -> Result<Task> {
    create_task(async move {
        sleep(ms).await?;
        fail::<()>(Class::ValueError, "failed")
    })
}

#[test]
fn several_tasks_get_the_value_in_the_order_in_which_they_came() {
    let vm = Vm::new();
    vm.run(async {
        let task = create_task(async {
            sleep(10).await?;
            Ok("value")
        })?;
        for name in ["a", "b", "c"] {
            create_task(async move {
                log(format!("{name} {}", text(task.join().await?)));
                Ok(())
            })?;
        }
        sleep(20).await?;
        log(text(task.join().await?));
        Ok(())
    })
    .unwrap();
    assert_eq!(vm.log(), ["a value", "b value", "c value", "value"]);
}

#[test]
fn several_tasks_get_the_exception() {
    let vm = Vm::new();
    vm.run(async {
        let task = failing(10)?;
        for _ in 0..3 {
            create_task(async move {
                log(outcome(task.join().await));
                Ok(())
            })?;
        }
        sleep(20).await?;
        // As often as it is awaited.
        for _ in 0..2 {
            log(outcome(task.join().await));
            sleep(0).await?;
        }
        Ok(())
    })
    .unwrap();
    assert_eq!(vm.log(), vec!["ValueError: failed"; 5]);
    assert_eq!(vm.stderr(), "");
}

#[test]
fn one_who_waits_and_is_cancelled_cancels_the_task_for_all() {
    let vm = Vm::new();
    vm.run(async {
        let task = create_task(sleep(100))?;
        let mut waiting = Vec::new();
        for name in ["a", "b", "c"] {
            waiting.push(create_task(async move {
                log(format!("{name} {}", outcome(task.join().await)));
                Ok(())
            })?);
        }
        sleep(1).await?;
        waiting[1].cancel()?;
        sleep(1).await
    })
    .unwrap();
    assert_eq!(vm.log(), ["a CancelledError", "b CancelledError", "c CancelledError"]);
}

#[test]
fn a_failure_that_nobody_awaits_is_reported_once() {
    let vm = Vm::new();
    vm.run(async {
        failing(1)?;
        sleep(10).await
    })
    .unwrap();
    let expected = "Task exception wasn't retrieved\nfuture: <Task> coro= <coroutine>\nValueError: failed\n";
    assert_eq!(vm.stderr(), expected);
}

#[test]
fn a_failure_that_is_awaited_in_time_is_not_reported() {
    let vm = Vm::new();
    vm.run(async {
        let task = failing(0)?;
        // It fails in its second turn, is queued to be reported, and awaited before that.
        sleep(0).await?;
        sleep(0).await?;
        assert!(task.is_done());
        log(outcome(task.join().await));
        sleep(10).await
    })
    .unwrap();
    assert_eq!(vm.log(), ["ValueError: failed"]);
    assert_eq!(vm.stderr(), "");
}

#[test]
fn the_state_of_a_task_as_python_sees_it() {
    let vm = Vm::new();
    vm.run(async {
        let task = create_task(sleep(10))?;
        assert_eq!(task.state()?, truth(true));
        let waiting = create_task(async move { task.join().await })?;
        sleep(0).await?;
        assert_eq!(waiting.data(), task.0);
        let queue = task.state()?;
        assert_eq!(crate::host::object::type_of(queue) as u32, Type::TaskQueue as u32);
        assert_eq!(task.state()?, queue);
        sleep(20).await?;
        assert_eq!(task.state()?, truth(false));
        assert_eq!(waiting.state()?, none());
        assert_eq!(text(waiting.data()), "StopIteration");
        waiting.join().await?;
        assert_eq!(waiting.state()?, truth(false));
        Ok(())
    })
    .unwrap();
}

#[test]
fn a_callback_is_called_at_the_end() {
    let vm = Vm::new();
    vm.run(async {
        let callback = crate::host::object::function(|args: &[Obj]| {
            log(text(args[1]));
            Ok(none())
        });
        let task = create_task(async { Ok("value") })?;
        task.set_state(callback);
        let failing = failing(0)?;
        failing.set_state(callback);
        sleep(10).await
    })
    .unwrap();
    assert_eq!(vm.log(), ["StopIteration: value", "ValueError: failed"]);
    assert_eq!(vm.stderr(), "");
}

#[test]
fn a_task_cannot_await_itself() {
    let vm = Vm::new();
    let result = vm.run(async { crate::host::api::current_task()?.join().await });
    assert_eq!(outcome(result), "RuntimeError: can't wait");
}

#[test]
fn awaiting_a_coroutine_that_is_done_gives_none() {
    let vm = Vm::new();
    vm.run(async {
        let coroutine = script(async { Ok("value") });
        log(text(wait(coroutine).await?));
        log(text(wait(coroutine).await?));
        let ours = wait_for_ms(script(async { Ok("value") }), None)?;
        log(text(wait(ours).await?));
        log(text(wait(ours).await?));
        Ok(())
    })
    .unwrap();
    assert_eq!(vm.log(), ["value", "None", "value", "None"]);
}

#[test]
fn what_is_no_coroutine_is_no_task() {
    let vm = Vm::new();
    assert_eq!(outcome(start(str("text")).map(|task| task.0)), "TypeError: coroutine expected");
    drop(vm);
}

/// The second task that waits needs a queue; what its allocation runs may have changed who waits.
#[test]
fn a_finaliser_may_change_the_state_when_another_one_comes() {
    let vm = Vm::new();
    vm.run(async {
        let task = create_task(async {
            sleep(10).await?;
            Ok("value")
        })?;
        create_task(async move {
            log(outcome(task.join().await));
            Ok(())
        })?;
        sleep(1).await?;
        // SAFETY: it is a Task.
        at_next_allocation(move || unsafe { uasyncio_task_set_state(task.0, truth(true)) });
        log(text(task.join().await?));
        Ok(())
    })
    .unwrap();
    assert_eq!(vm.log(), ["value"]);
}

/// It may even have run the loop until the task that is waited for was done.
#[test]
fn a_finaliser_may_end_the_task_that_is_waited_for() {
    let vm = Vm::new();
    vm.run(async {
        let task = create_task(async {
            sleep(10).await?;
            Ok("value")
        })?;
        create_task(async move {
            log(format!("first {}", text(task.join().await?)));
            Ok(())
        })?;
        sleep(1).await?;
        at_next_allocation(move || {
            run_until_complete(Some(task.0)).unwrap();
        });
        log(text(task.join().await?));
        sleep(1).await?;
        Ok(())
    })
    .unwrap();
    assert_eq!(vm.log(), ["value", "first value"]);
}
