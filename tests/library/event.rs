//! Event: who is woken, when, and in which order.

use crate::host::api::{create_task, gather, sleep, start, wait_for_ms, Event, Task};
use crate::host::object::{outcome, text, truth};
use crate::host::script::{script, wait};
use crate::host::world::elapsed;
use crate::host::{log, Vm};
use uasyncio::host::object::Result;

/// Tasks that wait for the event, each at its place in line.
fn waiting(event: Event, n: usize) -> Result<Vec<Task>> {
    let wait = |i| async move {
        let value = event.wait().await?;
        log(format!("{i} {}", text(value)));
        Ok(())
    };
    (0..n).map(|i| create_task(wait(i))).collect()
}

#[test]
fn all_are_woken_in_the_order_in_which_they_came() {
    let vm = Vm::new();
    vm.run(async {
        let event = Event::new()?;
        waiting(event, 4)?;
        sleep(5).await?;
        create_task(async {
            log("before");
            Ok(())
        })?;
        event.set();
        create_task(async {
            log("after");
            Ok(())
        })?;
        sleep(0).await
    })
    .unwrap();
    assert_eq!(vm.log(), ["before", "0 True", "1 True", "2 True", "3 True", "after"]);
}

#[test]
fn a_set_event_does_not_wait() {
    let vm = Vm::new();
    vm.run(async {
        let event = Event::new()?;
        assert!(!event.is_set());
        event.set();
        assert!(event.is_set());
        create_task(async {
            log("other");
            Ok(())
        })?;
        log(text(event.wait().await?));
        log(text(event.wait().await?));
        Ok(())
    })
    .unwrap();
    assert_eq!(vm.log(), ["True", "True"]);
}

#[test]
fn those_who_were_woken_run_though_it_is_cleared() {
    let vm = Vm::new();
    vm.run(async {
        let event = Event::new()?;
        waiting(event, 2)?;
        sleep(0).await?;
        event.set();
        event.clear();
        waiting(event, 1)?;
        sleep(10).await?;
        log("set");
        event.set();
        sleep(0).await
    })
    .unwrap();
    assert_eq!(vm.log(), ["0 True", "1 True", "set", "0 True"]);
}

#[test]
fn a_task_may_wait_again() {
    let vm = Vm::new();
    vm.run(async {
        let event = Event::new()?;
        let task = create_task(async move {
            for _ in 0..3 {
                event.wait().await?;
                event.clear();
                log(elapsed());
            }
            Ok(())
        })?;
        for _ in 0..3 {
            sleep(10).await?;
            event.set();
        }
        task.join().await
    })
    .unwrap();
    assert_eq!(vm.log(), ["10", "20", "30"]);
}

#[test]
fn its_awaitable_is_a_value() {
    let vm = Vm::new();
    let result = vm.run(async {
        let event = Event::new()?;
        // The awaitable is the same object each time.
        let task = start(event.awaitable())?;
        let gathered = start(gather(&[event.awaitable(), event.awaitable()], false)?)?;
        let limited = start(wait_for_ms(event.awaitable(), Some(10))?)?;
        let late = start(wait_for_ms(event.awaitable(), Some(3))?)?;
        let nested = start(script(async move { wait(event.awaitable()).await }))?;
        sleep(5).await?;
        event.set();
        for task in [task, gathered, limited, late, nested] {
            log(outcome(task.join().await));
        }
        Ok(truth(true))
    });
    assert_eq!(outcome(result), "True");
    assert_eq!(vm.log(), ["True", "[True, True]", "True", "TimeoutError", "True"]);
}
