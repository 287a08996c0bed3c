//! ThreadSafeFlag: set from interrupts and threads, seen between turns, never lost.

use crate::host::api::{create_task, sleep, start, Flag};
use crate::host::object::outcome;
use crate::host::script::script;
use crate::host::world::{busy, elapsed, interrupt_in};
use crate::host::{log, Vm};
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::time::{Duration, Instant};

#[test]
fn it_wakes_an_idle_loop_at_once() {
    let vm = Vm::new();
    vm.run(async {
        let flag = Flag::new()?;
        interrupt_in(7, move || flag.set());
        create_task(sleep(100))?;
        flag.wait().await?;
        log(elapsed());
        assert!(!flag.is_set());
        Ok(())
    })
    .unwrap();
    assert_eq!(vm.log(), ["7"]);
}

#[test]
fn one_that_is_set_does_not_wait() {
    let vm = Vm::new();
    vm.run(async {
        let flag = Flag::new()?;
        flag.set();
        create_task(async {
            log("other");
            Ok(())
        })?;
        flag.wait().await?;
        log("first");
        interrupt_in(3, move || flag.set());
        flag.wait().await?;
        log("second");
        Ok(())
    })
    .unwrap();
    assert_eq!(vm.log(), ["first", "other", "second"]);
}

#[test]
fn it_is_seen_between_two_turns() {
    let vm = Vm::new();
    vm.run(async {
        let flag = Flag::new()?;
        create_task(async move {
            flag.wait().await?;
            log("flag");
            Ok(())
        })?;
        sleep(0).await?;
        for name in ["a", "b", "c"] {
            create_task(async move {
                log(name);
                busy(2);
                sleep(0).await?;
                log(name);
                Ok(())
            })?;
        }
        // While a is busy.
        interrupt_in(1, move || flag.set());
        sleep(0).await?;
        sleep(0).await
    })
    .unwrap();
    assert_eq!(vm.log(), ["a", "b", "c", "a", "flag", "b", "c"]);
}

#[test]
fn one_set_is_one_wake() {
    let vm = Vm::new();
    vm.run(async {
        let flag = Flag::new()?;
        for name in ["a", "b"] {
            create_task(async move {
                flag.wait().await?;
                log(format!("{name} {}", elapsed()));
                Ok(())
            })?;
        }
        interrupt_in(3, move || {
            flag.set();
            flag.set();
        });
        interrupt_in(5, move || flag.set());
        sleep(10).await
    })
    .unwrap();
    assert_eq!(vm.log(), ["a 3", "b 5"]);
}

#[test]
fn a_clear_before_the_turn_takes_it_back() {
    let vm = Vm::new();
    vm.run(async {
        let flag = Flag::new()?;
        create_task(async move {
            flag.wait().await?;
            log(elapsed());
            Ok(())
        })?;
        sleep(0).await?;
        flag.set();
        flag.clear();
        sleep(5).await?;
        flag.set();
        sleep(1).await
    })
    .unwrap();
    assert_eq!(vm.log(), ["5"]);
}

#[test]
fn cancelled_on_the_way_it_is_for_the_next_one() {
    let vm = Vm::new();
    vm.run(async {
        let flag = Flag::new()?;
        let wait = |name: &'static str| async move {
            flag.wait().await?;
            log(name);
            Ok(())
        };
        let first = create_task(wait("first"))?;
        create_task(wait("second"))?;
        sleep(0).await?;
        // The first is on its way when it is cancelled.
        let canceller = start(script(async move { first.cancel().map(drop) }))?;
        flag.set();
        canceller.join().await?;
        log(outcome(first.join().await));
        sleep(1).await
    })
    .unwrap();
    assert_eq!(vm.log(), ["CancelledError", "second"]);
}

#[test]
fn many_flags_at_once_in_the_order_in_which_they_were_set() {
    let vm = Vm::new();
    vm.run(async {
        let flags: Vec<_> = (0..20).map(|_| Flag::new()).collect::<Result<_, _>>()?;
        for (i, &flag) in flags.iter().enumerate() {
            create_task::<()>(async move {
                loop {
                    flag.wait().await?;
                    log(i);
                }
            })?;
        }
        interrupt_in(5, move || (0..20).rev().for_each(|i| flags[i].set()));
        sleep(10).await
    })
    .unwrap();
    assert_eq!(vm.log(), (0..20).rev().map(|i| i.to_string()).collect::<Vec<_>>());
}

#[test]
fn set_by_a_thread_none_is_lost() {
    struct Sendable(Flag);
    // SAFETY: `set` is for any thread.
    unsafe impl Send for Sendable {}

    const SETS: usize = if cfg!(miri) { 100 } else { 10_000 };
    const LIMIT: Duration = Duration::from_secs(60);
    static SEEN: AtomicUsize = AtomicUsize::new(0);
    SEEN.store(0, SeqCst);
    let vm = Vm::new();
    vm.run(async {
        let flag = Flag::new()?;
        let sender = Sendable(flag);
        let thread = std::thread::spawn(move || {
            let Sendable(flag) = { sender };
            let begun = Instant::now();
            for i in 0..SETS {
                flag.set();
                // The next one when this one was seen.
                while SEEN.load(SeqCst) <= i && begun.elapsed() < LIMIT {
                    std::thread::yield_now();
                }
            }
        });
        create_task::<()>(async move {
            loop {
                flag.wait().await?;
                SEEN.fetch_add(1, SeqCst);
            }
        })?;
        while !thread.is_finished() {
            std::thread::yield_now();
            sleep(0).await?;
        }
        thread.join().unwrap();
        Ok(())
    })
    .unwrap();
    assert_eq!(SEEN.load(SeqCst), SETS);
}
