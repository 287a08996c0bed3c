//! Cancelling a task in each of its states.

use crate::host::api::{create_task, current_task, gather, queue_read, sleep, sleep_ms, start, wait_for_ms};
use crate::host::api::{Event, Flag, Lock, Task};
use crate::host::exception::{fail, is_a, Class};
use crate::host::object::{equal, int, new, none, outcome, truth, Value};
use crate::host::script::{script, wait, yield_once};
use crate::host::stream::stream;
use crate::host::world::{busy, elapsed};
use crate::host::{log, Vm};
use std::future::Future;
use uasyncio::host::object::Result;
use uasyncio::host::port::{Name, Watch};

/// Runs a task up to where it waits, cancels it, and returns its outcome and the tick of its end.
fn cancelled(body: impl Future<Output = Result<()>> + 'static) -> (String, usize) {
    let vm = Vm::new();
    vm.run(async {
        let task = create_task(async {
            let result = body.await;
            log(elapsed());
            result
        })?;
        sleep(3).await?;
        assert!(!task.is_done());
        assert!(task.cancel()?);
        assert!(!task.is_done());
        log(outcome(task.join().await));
        assert!(task.is_done());
        assert!(!task.cancel()?);
        Ok(())
    })
    .unwrap();
    let log = vm.log();
    assert_eq!(vm.stderr(), "");
    (log[1].clone(), log[0].parse().unwrap())
}

fn check(body: impl Future<Output = Result<()>> + 'static) {
    assert_eq!(cancelled(body), ("CancelledError".into(), 3));
}

#[test]
fn asleep() {
    check(sleep(100));
}

#[test]
fn in_a_coroutine_of_a_coroutine() {
    check(async { wait(script(async { wait(script(sleep(100))).await })).await.map(drop) });
}

#[test]
fn waiting_for_an_event() {
    check(async { Event::new()?.wait().await.map(drop) });
}

#[test]
fn waiting_for_a_lock() {
    check(async {
        let lock = Lock::new()?;
        lock.acquire().await?;
        lock.acquire().await.map(drop)
    });
}

#[test]
fn waiting_for_a_flag() {
    check(async { Flag::new()?.wait().await.map(drop) });
}

#[test]
fn waiting_for_streams_of_each_kind() {
    for how in [Watch::Poll, Watch::Event] {
        check(async move {
            queue_read(stream(how))?;
            yield_once().await
        });
    }
}

#[test]
fn waiting_for_a_task_cancels_that_one() {
    check(async {
        let inner = create_task(async {
            let result = sleep(100).await;
            assert_eq!(elapsed(), 3);
            result
        })?;
        let result = inner.join().await;
        assert!(inner.is_done());
        result.map(drop)
    });
}

#[test]
fn waiting_for_a_task_that_waits_for_a_task() {
    check(async {
        let inner = create_task(sleep(100))?;
        let middle = create_task(async move { inner.join().await })?;
        let result = middle.join().await;
        assert!(inner.is_done() && middle.is_done());
        result.map(drop)
    });
}

#[test]
fn a_gather_cancels_its_children() {
    check(async {
        let children = [create_task(sleep(100))?, create_task(sleep(200))?];
        let result = wait(gather(&children.map(|child| child.0), false)?).await;
        sleep(0).await?;
        assert!(children.into_iter().all(Task::is_done));
        result.map(drop)
    });
}

#[test]
fn a_wait_for_cancels_what_it_waits_for() {
    check(async {
        let inner = create_task(sleep(100))?;
        let result = wait(wait_for_ms(inner.0, Some(50))?).await;
        sleep(0).await?;
        sleep(0).await?;
        assert!(inner.is_done());
        result.map(drop)
    });
}

#[test]
fn it_may_be_caught() {
    let caught = async {
        assert!(is_a(sleep(100).await.unwrap_err(), Class::CancelledError));
        sleep(4).await
    };
    assert_eq!(cancelled(caught), ("None".into(), 7));
}

#[test]
fn it_may_become_another_exception() {
    let other = async {
        sleep(100).await.unwrap_err();
        fail(Class::ValueError, "instead")
    };
    assert_eq!(cancelled(other), ("ValueError: instead".into(), 3));
}

#[test]
fn in_a_queue_that_is_not_ours() {
    check(async {
        let this = current_task()?;
        let remove = Box::new(move |args: &[_]| {
            assert_eq!(args, [this.0]);
            Ok(none())
        });
        this.set_data(new(Value::Method(Name::Remove, remove)));
        yield_once().await
    });
}

#[test]
fn a_queue_that_is_not_ours_may_fail_to_remove() {
    let vm = Vm::new();
    let result = vm.run(async {
        let task = create_task(async {
            let remove = Box::new(|_: &[_]| fail(Class::ValueError, "no"));
            current_task()?.set_data(new(Value::Method(Name::Remove, remove)));
            yield_once().await
        })?;
        sleep(1).await?;
        task.cancel().map(drop)
    });
    assert_eq!(outcome(result), "ValueError: no");
}

#[test]
fn before_its_first_turn_it_never_begins() {
    let vm = Vm::new();
    vm.run(async {
        let task = create_task(async {
            log("begun");
            Ok(())
        })?;
        assert!(task.cancel()?);
        log(outcome(task.join().await));
        Ok(())
    })
    .unwrap();
    assert_eq!(vm.log(), ["CancelledError"]);
}

#[test]
fn ready_it_keeps_its_place() {
    let vm = Vm::new();
    vm.run(async {
        let turn = |name: &'static str| async move {
            log(name);
            let result = sleep(0).await;
            log(format!("{name} {}", result.is_ok()));
            result
        };
        let tasks = [create_task(turn("a"))?, create_task(turn("b"))?, create_task(turn("c"))?];
        sleep(0).await?;
        tasks[1].cancel()?;
        sleep(1).await
    })
    .unwrap();
    assert_eq!(vm.log(), ["a", "b", "c", "a true", "b false", "c true"]);
}

#[test]
fn overdue_it_keeps_its_place() {
    let vm = Vm::new();
    vm.run(async {
        let sleeper = create_task(async {
            let result = sleep(2).await;
            log("sleeper");
            result
        })?;
        sleep(0).await?;
        busy(5);
        create_task(async {
            log("new");
            Ok(())
        })?;
        sleeper.cancel()?;
        sleep(1).await
    })
    .unwrap();
    assert_eq!(vm.log(), ["sleeper", "new"]);
}

#[test]
fn twice_before_its_turn_is_once() {
    let vm = Vm::new();
    vm.run(async {
        let task = create_task(async {
            log(sleep(100).await.is_err());
            log(sleep(1).await.is_ok());
            Ok(())
        })?;
        sleep(1).await?;
        assert!(task.cancel()?);
        assert!(task.cancel()?);
        task.join().await
    })
    .unwrap();
    assert_eq!(vm.log(), ["true", "true"]);
}

#[test]
fn the_running_task_cannot_be() {
    let vm = Vm::new();
    let result = vm.run(async { current_task()?.cancel().map(drop) });
    assert_eq!(outcome(result), "RuntimeError: can't cancel self");
}

#[test]
fn the_running_task_goes_on_when_it_cancels_one_that_waits_for_it() {
    let vm = Vm::new();
    vm.run(async {
        let this = current_task()?;
        let waiting = create_task(async move { this.join().await })?;
        sleep(0).await?;
        waiting.cancel()?;
        let other = create_task(async {
            sleep(2).await?;
            Ok("other")
        })?;
        log(outcome(other.join().await));
        wait(gather(&[start(sleep_ms(3)?)?.0], false)?).await?;
        log(elapsed());
        Ok(())
    })
    .unwrap();
    assert_eq!(vm.log(), ["other", "5"]);
}

#[test]
fn tasks_that_wait_for_each_other_in_a_ring() {
    let vm = Vm::new();
    vm.run(async {
        let event = Event::new()?;
        let first = std::rc::Rc::new(std::cell::Cell::new(None::<Task>));
        let target = first.clone();
        let a = create_task(async move {
            event.wait().await?;
            target.get().unwrap().join().await
        })?;
        let b = create_task(async move { a.join().await })?;
        let c = create_task(async move { b.join().await })?;
        first.set(Some(c));
        sleep(0).await?;
        event.set();
        sleep(1).await?;
        assert!(b.cancel()?);
        sleep(1).await?;
        for task in [a, b, c] {
            log(outcome(task.join().await));
        }
        Ok(())
    })
    .unwrap();
    assert_eq!(vm.log(), ["CancelledError"; 3]);
}

#[test]
fn nobody_is_told_of_a_task_that_was_cancelled_and_forgotten() {
    let vm = Vm::new();
    vm.run(async {
        let task = create_task(sleep(100))?;
        sleep(0).await?;
        task.cancel()?;
        sleep(10).await?;
        assert_eq!(task.state()?, none());
        assert_eq!(outcome(Err(uasyncio::host::object::Raise(task.data()))), "CancelledError");
        Ok(())
    })
    .unwrap();
    assert_eq!(vm.stderr(), "");
}

#[test]
fn others_who_wait_stay() {
    let vm = Vm::new();
    vm.run(async {
        let event = Event::new()?;
        let mut waiting = Vec::new();
        for i in 0..5 {
            waiting.push(start(script(async move {
                let value = event.wait().await?;
                assert!(equal(value, truth(true)));
                log(i);
                Ok(int(i))
            }))?);
        }
        sleep(0).await?;
        // The first, one in the middle and the last.
        for i in [0, 2, 4] {
            waiting[i].cancel()?;
        }
        sleep(0).await?;
        event.set();
        sleep(0).await
    })
    .unwrap();
    assert_eq!(vm.log(), ["1", "3"]);
}
