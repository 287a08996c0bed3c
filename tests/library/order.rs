//! The order in which tasks run: by the tick in which they are due, first come first served within a tick.

use crate::host::api::{create_task, sleep, Flag};
use crate::host::world::{busy, elapsed, interrupt_in, world, Config, MASK_32, MASK_64};
use crate::host::{log, Vm};
use uasyncio::host::object::Result;

async fn sleeper(name: &'static str, ms: isize) -> Result<()> {
    sleep(ms).await?;
    log(format!("{name} {}", elapsed()));
    Ok(())
}

/// Tasks that sleep, made in the order of the list; all of them wake before 100 ms have passed.
fn sleepers(config: Config, list: &'static [(&'static str, isize)]) -> Vec<String> {
    let vm = Vm::with(config);
    vm.run(async move {
        for &(name, ms) in list {
            create_task(sleeper(name, ms))?;
        }
        sleep(100).await
    })
    .unwrap();
    vm.log()
}

#[test]
fn by_due_tick() {
    let log = sleepers(Config::default(), &[("a", 30), ("b", 10), ("c", 20)]);
    assert_eq!(log, ["b 10", "c 20", "a 30"]);
}

#[test]
fn first_come_first_served_within_a_tick() {
    let log = sleepers(Config::default(), &[("a", 20), ("b", 10), ("c", 20), ("d", 10), ("e", 20)]);
    assert_eq!(log, ["b 10", "d 10", "a 20", "c 20", "e 20"]);
}

#[test]
fn by_due_tick_across_the_wrap() {
    for mask in [MASK_32, MASK_64] {
        for before in 0..40 {
            let config = Config { start: mask + 1 - before, ticks_mask: mask, ..Config::default() };
            let log = sleepers(config, &[("a", 30), ("b", 10), ("c", 20), ("d", 0), ("e", 20)]);
            assert_eq!(log, ["d 0", "b 10", "c 20", "e 20", "a 30"], "{before} ms before {mask:#x}");
        }
    }
}

#[test]
fn turns_alternate() {
    let vm = Vm::new();
    vm.run(async {
        for name in ["a", "b", "c"] {
            create_task(async move {
                for turn in 0..3 {
                    log(format!("{name}{turn}"));
                    sleep(0).await?;
                }
                Ok(())
            })?;
        }
        sleep(1).await
    })
    .unwrap();
    assert_eq!(vm.log(), ["a0", "b0", "c0", "a1", "b1", "c1", "a2", "b2", "c2"]);
}

#[test]
fn a_sleeper_that_is_overdue_comes_before_what_became_ready_later() {
    let vm = Vm::new();
    vm.run(async {
        create_task(sleeper("overdue", 5))?;
        sleep(0).await?;
        busy(10);
        create_task(async {
            log("new");
            Ok(())
        })?;
        sleep(20).await
    })
    .unwrap();
    assert_eq!(vm.log(), ["overdue 10", "new"]);
}

#[test]
fn a_clock_that_nobody_has_read_for_long_is_no_reason_to_wake() {
    for mask in [MASK_32, MASK_64] {
        let vm = Vm::with(Config { ticks_mask: mask, ..Config::default() });
        let long = mask / 2 + 10;
        vm.run(async move {
            let flags = [Flag::new()?, Flag::new()?];
            for flag in flags {
                create_task(async move {
                    flag.wait().await?;
                    sleep(5).await?;
                    log(elapsed() - long);
                    Ok(())
                })?;
            }
            // Nothing sleeps until now.
            interrupt_in(long, move || flags.into_iter().for_each(Flag::set));
            let last = Flag::new()?;
            interrupt_in(long + 1000, move || last.set());
            last.wait().await
        })
        .unwrap();
        assert_eq!(vm.log(), ["5", "5"]);
    }
}

#[test]
fn a_program_of_tasks_that_are_always_ready_lets_sleepers_wake() {
    let vm = Vm::new();
    vm.run(async {
        for _ in 0..3 {
            create_task::<()>(async {
                loop {
                    busy(1);
                    sleep(0).await?;
                }
            })?;
        }
        sleep(20).await?;
        log(elapsed());
        Ok(())
    })
    .unwrap();
    // After the two that became ready before it was due, and before the one that did in the same tick.
    assert_eq!(vm.log(), ["22"]);
}

#[test]
fn the_clock_goes_on_when_all_sleep() {
    let vm = Vm::new();
    let started = world().waits.get();
    vm.run(sleep(12345)).unwrap();
    assert_eq!((elapsed(), world().waited.get(), world().waits.get() - started), (12345, 12345, 1));
}
