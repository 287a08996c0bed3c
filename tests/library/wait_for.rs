//! wait_for: an awaitable with a limit of time.

use crate::host::api::{create_task, current_task, gather, sleep, start, wait_for_ms, Event};
use crate::host::exception::{fail, Class};
use crate::host::object::{outcome, text};
use crate::host::script::{script, wait};
use crate::host::world::{at_next_allocation, busy, elapsed};
use crate::host::{log, Vm};
use std::future::Future;
use uasyncio::host::object::Result;

/// The outcome of a `wait_for` of 20 ms, when it came, and the time after which nothing was left to do.
fn limited(body: impl Future<Output = Result<&'static str>> + 'static) -> (String, usize) {
    let vm = Vm::new();
    vm.run(async {
        let result = wait(wait_for_ms(script(body), Some(20))?).await;
        log(outcome(result));
        log(elapsed());
        sleep(100).await
    })
    .unwrap();
    assert_eq!(vm.stderr(), "");
    let log = vm.log();
    (log[0].clone(), log[1].parse().unwrap())
}

#[test]
fn a_value_in_time() {
    let body = async {
        sleep(10).await?;
        Ok("value")
    };
    assert_eq!(limited(body), ("value".into(), 10));
}

#[test]
fn a_value_at_once() {
    assert_eq!(limited(async { Ok("value") }), ("value".into(), 0));
}

#[test]
fn too_late() {
    let body = async {
        sleep(30).await?;
        Ok("value")
    };
    assert_eq!(limited(body), ("TimeoutError".into(), 20));
}

#[test]
fn an_exception_in_time() {
    let body = async {
        sleep(10).await?;
        fail(Class::ValueError, "failed")
    };
    assert_eq!(limited(body), ("ValueError: failed".into(), 10));
}

#[test]
fn it_raises_cancelled_error_itself() {
    let body = async {
        sleep(10).await?;
        fail(Class::CancelledError, "own")
    };
    assert_eq!(limited(body), ("CancelledError: own".into(), 10));
}

#[test]
fn it_ignores_the_cancellation() {
    let body = async {
        let _ = sleep(30).await;
        sleep(5).await?;
        Ok("value")
    };
    // It was too late all the same.
    assert_eq!(limited(body), ("TimeoutError".into(), 25));
}

#[test]
fn it_answers_the_cancellation_with_an_exception() {
    let body = async {
        let _ = sleep(30).await;
        fail(Class::ValueError, "instead")
    };
    assert_eq!(limited(body), ("TimeoutError".into(), 20));
}

#[test]
fn without_a_limit() {
    let vm = Vm::new();
    let result = vm.run(async {
        let body = script(async {
            sleep(1000).await?;
            Ok("value")
        });
        wait(wait_for_ms(body, None)?).await
    });
    assert_eq!((outcome(result), elapsed()), ("value".into(), 1000));
}

#[test]
fn of_a_task() {
    let vm = Vm::new();
    vm.run(async {
        let task = create_task(async {
            sleep(10).await?;
            Ok("value")
        })?;
        log(outcome(wait(wait_for_ms(task.0, Some(5))?).await));
        log(outcome(task.join().await));
        // Done already: no need to wait.
        log(outcome(wait(wait_for_ms(task.0, Some(5))?).await));
        log(elapsed());
        Ok(())
    })
    .unwrap();
    assert_eq!(vm.log(), ["TimeoutError", "CancelledError", "CancelledError", "5"]);
}

#[test]
fn cancelled_from_outside_it_cancels_the_awaitable() {
    let vm = Vm::new();
    vm.run(async {
        let task = create_task(async {
            log(outcome(sleep(100).await.map(|()| unreachable!())));
            Ok(())
        })?;
        let limited = start(wait_for_ms(task.0, Some(50))?)?;
        sleep(10).await?;
        limited.cancel()?;
        log(outcome(limited.join().await));
        sleep(0).await?;
        sleep(0).await?;
        assert!(task.is_done());
        log(elapsed());
        Ok(())
    })
    .unwrap();
    assert_eq!(vm.log(), ["CancelledError", "CancelledError", "10"]);
}

#[test]
fn many_at_once_do_not_share_what_is_used_again() {
    let vm = Vm::new();
    vm.run(async {
        let mut all = Vec::new();
        for i in 0..10 {
            let body = script(async move {
                sleep(10 + i).await?;
                Ok(i)
            });
            all.push(start(wait_for_ms(body, Some(15))?)?);
        }
        for _ in 0..3 {
            log(outcome(wait(wait_for_ms(script(async { Ok("again") }), Some(1))?).await));
        }
        for task in all {
            log(outcome(task.join().await));
        }
        Ok(())
    })
    .unwrap();
    // The one that is due in the same tick as its limit began to sleep after the limit did.
    let mut expected = vec!["again".to_string(); 3];
    expected.extend((0..10).map(|i| if i < 5 { i.to_string() } else { "TimeoutError".into() }));
    assert_eq!(vm.log(), expected);
}

#[test]
fn cancelled_it_leaves_alone_what_comes_after() {
    let vm = Vm::new();
    vm.run(async {
        // It takes its time to end.
        let slow = script(async {
            sleep(100).await.unwrap_err();
            sleep(5).await
        });
        let task = create_task(async move {
            wait(wait_for_ms(slow, Some(50))?).await.unwrap_err();
            sleep(20).await?;
            log(elapsed());
            Ok(())
        })?;
        sleep(1).await?;
        task.cancel()?;
        task.join().await
    })
    .unwrap();
    assert_eq!(vm.log(), ["21"]);
}

#[test]
fn of_a_task_that_is_gathered() {
    let vm = Vm::new();
    vm.run(async {
        let task = create_task(sleep(10))?;
        let gathering = start(gather(&[task.0], false)?)?;
        sleep(0).await?;
        log(outcome(wait(wait_for_ms(task.0, Some(50))?).await));
        log(outcome(gathering.join().await));
        Ok(())
    })
    .unwrap();
    assert_eq!(vm.log(), ["RuntimeError: can't wait", "[None]"]);
    assert_eq!(vm.stderr(), "");
}

#[test]
fn of_a_task_that_is_gathered_and_ends_before_it_is_told() {
    let vm = Vm::new();
    vm.run(async {
        let task = create_task(sleep(0))?;
        let gathering = start(gather(&[task.0], false)?)?;
        log(outcome(wait(wait_for_ms(task.0, Some(1))?).await));
        log(outcome(gathering.join().await));
        Ok(())
    })
    .unwrap();
    assert_eq!(vm.log(), ["RuntimeError: can't wait", "[None]"]);
}

#[test]
fn nested() {
    let vm = Vm::new();
    vm.run(async {
        let event = Event::new()?;
        let inner = script(async move { wait(wait_for_ms(event.awaitable(), Some(50))?).await });
        log(outcome(wait(wait_for_ms(inner, Some(10))?).await));
        let inner = script(async move { wait(wait_for_ms(event.awaitable(), Some(10))?).await });
        log(outcome(wait(wait_for_ms(inner, Some(50))?).await));
        log(elapsed());
        event.set();
        let inner = script(async move { wait(wait_for_ms(event.awaitable(), Some(10))?).await });
        log(text(wait(wait_for_ms(inner, Some(50))?).await?));
        Ok(())
    })
    .unwrap();
    assert_eq!(vm.log(), ["TimeoutError", "TimeoutError", "20", "True"]);
}

#[test]
fn the_awaitable_cancels_the_one_who_waits() {
    let vm = Vm::new();
    let result = vm.run(async {
        let this = current_task()?;
        let body = script(async move {
            log(this.cancel()?);
            log(text(this.data()));
            Ok("value")
        });
        wait(wait_for_ms(body, Some(0))?).await
    });
    assert_eq!(vm.log(), ["true", "<class CancelledError>"]);
    assert_eq!(outcome(result), "CancelledError");
}

/// Lets a millisecond pass in the middle of the n-th allocation from now on.
fn tick_at_allocation(n: usize) {
    at_next_allocation(move || if n > 1 { tick_at_allocation(n - 1) } else { busy(1) });
}

#[test]
fn the_clock_goes_on_while_it_begins() {
    for n in 1..8 {
        let vm = Vm::new();
        vm.run(async move {
            let (event, sleeper) = (Event::new()?, create_task::<()>(async { sleep(1000).await.map(drop) })?);
            let body = script(async move {
                let outcome = event.wait().await;
                log(outcome.is_err());
                outcome
            });
            sleep(0).await?;
            tick_at_allocation(n);
            log(outcome(wait(wait_for_ms(body, Some(1))?).await));
            sleeper.cancel().map(drop)
        })
        .unwrap();
        // The awaitable is cancelled before.
        assert_eq!(vm.log(), ["true", "TimeoutError"], "a tick at allocation {n}");
    }
}
