//! Lock: one holder at a time, handed over in the order in which they came.

use crate::host::api::{create_task, sleep, Lock, Task};
use crate::host::object::outcome;
use crate::host::{log, Vm};
use uasyncio::host::object::Result;

/// Holds the lock for a turn.
fn holder(name: &'static str, lock: Lock) -> Result<Task> {
    create_task(async move {
        log(format!("{name} waits"));
        lock.acquire().await?;
        log(format!("{name} has it"));
        assert!(lock.is_locked());
        sleep(1).await?;
        lock.release()
    })
}

fn owners(log: &[String]) -> Vec<&str> {
    log.iter().filter_map(|line| line.strip_suffix(" has it")).collect()
}

#[test]
fn it_is_handed_over_in_order() {
    let vm = Vm::new();
    vm.run(async {
        let lock = Lock::new()?;
        for name in ["a", "b", "c", "d"] {
            holder(name, lock)?;
        }
        sleep(10).await?;
        assert!(!lock.is_locked());
        Ok(())
    })
    .unwrap();
    assert_eq!(owners(&vm.log()), ["a", "b", "c", "d"]);
}

#[test]
fn nobody_comes_in_between_the_release_and_the_next_owner() {
    let vm = Vm::new();
    vm.run(async {
        let lock = Lock::new()?;
        lock.acquire().await?;
        holder("first", lock)?;
        sleep(0).await?;
        // A task that will run before the next owner, and one that asks in the same turn.
        holder("intruder", lock)?;
        lock.release()?;
        assert!(!lock.is_locked());
        lock.acquire().await?;
        log("main has it");
        lock.release()
    })
    .unwrap();
    assert_eq!(
        vm.log(),
        ["first waits", "intruder waits", "first has it", "main has it"].map(String::from).to_vec()
    );
}

#[test]
fn a_next_owner_that_is_cancelled_passes_it_on() {
    let vm = Vm::new();
    vm.run(async {
        let lock = Lock::new()?;
        lock.acquire().await?;
        let next = holder("next", lock)?;
        holder("other", lock)?;
        sleep(0).await?;
        lock.release()?;
        next.cancel()?;
        log(outcome(next.join().await));
        sleep(10).await?;
        assert!(!lock.is_locked());
        Ok(())
    })
    .unwrap();
    assert_eq!(vm.log(), ["next waits", "other waits", "other has it", "CancelledError"]);
}

#[test]
fn all_next_owners_are_cancelled() {
    let vm = Vm::new();
    vm.run(async {
        let lock = Lock::new()?;
        lock.acquire().await?;
        let tasks = [holder("a", lock)?, holder("b", lock)?, holder("c", lock)?];
        sleep(0).await?;
        lock.release()?;
        for task in tasks {
            task.cancel()?;
        }
        sleep(0).await?;
        // It is free.
        lock.acquire().await?;
        lock.release()
    })
    .unwrap();
    assert_eq!(vm.log(), ["a waits", "b waits", "c waits"]);
}

#[test]
fn one_who_waits_and_is_cancelled_leaves_the_line() {
    let vm = Vm::new();
    vm.run(async {
        let lock = Lock::new()?;
        lock.acquire().await?;
        let tasks = [holder("a", lock)?, holder("b", lock)?, holder("c", lock)?];
        sleep(0).await?;
        tasks[1].cancel()?;
        sleep(0).await?;
        lock.release()?;
        sleep(10).await
    })
    .unwrap();
    assert_eq!(owners(&vm.log()), ["a", "c"]);
}

#[test]
fn a_free_lock_cannot_be_released() {
    let vm = Vm::new();
    let result = vm.run(async { Lock::new()?.release() });
    assert_eq!(outcome(result), "RuntimeError: Lock not acquired");
    // Nor one that is on its way to the next owner.
    let result = vm.run(async {
        let lock = Lock::new()?;
        lock.acquire().await?;
        holder("next", lock)?;
        sleep(0).await?;
        lock.release()?;
        lock.release()
    });
    assert_eq!(outcome(result), "RuntimeError: Lock not acquired");
}

#[test]
fn leaving_async_with_releases_at_once_and_does_not_yield() {
    let vm = Vm::new();
    vm.run(async {
        let lock = Lock::new()?;
        for _ in 0..2 {
            lock.acquire().await?;
            create_task(async {
                log("other");
                Ok(())
            })?;
            lock.exit().await?;
            assert!(!lock.is_locked());
        }
        log("done");
        Ok(())
    })
    .unwrap();
    assert_eq!(vm.log(), ["done"]);
}
