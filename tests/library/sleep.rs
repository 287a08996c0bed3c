//! sleep and sleep_ms: one awaitable for all, as if each call had its own.

use crate::host::api::{create_task, gather, sleep, sleep_ms, start};
use crate::host::catch::call;
use crate::host::object::{int, new, outcome, str, Value};
use crate::host::script::wait;
use crate::host::world::{elapsed, Config, MASK_32};
use crate::host::{log, Vm};
use uasyncio::awaitables::sleep::{uasyncio_sleep, uasyncio_sleep_ms};
use uasyncio::host::object::{Obj, Result};

#[test]
fn sleeps_that_were_kept_are_each_its_own() {
    let vm = Vm::new();
    vm.run(async {
        let (long, short) = (sleep_ms(30)?, sleep_ms(10)?);
        let both = start(gather(&[sleep_ms(5)?, sleep_ms(7)?], false)?)?;
        wait(short).await?;
        log(elapsed());
        wait(long).await?;
        log(elapsed());
        assert!(both.is_done());
        // What has ended is done; it does not sleep again.
        wait(long).await?;
        wait(short).await?;
        log(elapsed());
        sleep(1).await?;
        log(elapsed());
        Ok(())
    })
    .unwrap();
    assert_eq!(vm.log(), ["10", "30", "30", "31"]);
}

#[test]
fn too_long_a_sleep_is_an_overflow() {
    let vm = Vm::new();
    let result = vm.run(async { sleep(isize::MAX >> 1).await });
    assert_eq!(outcome(result), "OverflowError: ticks interval overflow");
}

#[test]
fn a_kept_sleep_counts_from_the_call() {
    let vm = Vm::new();
    vm.run(async {
        let kept = sleep_ms(10)?;
        sleep(4).await?;
        wait(kept).await?;
        log(elapsed());
        Ok(())
    })
    .unwrap();
    assert_eq!(vm.log(), ["10"]);
}

async fn seconds(seconds: Obj) -> Result {
    wait(call(|| uasyncio_sleep(seconds))?).await
}

#[test]
fn seconds_may_be_a_fraction() {
    let vm = Vm::new();
    vm.run(async {
        seconds(new(Value::Float(1.5))).await?;
        seconds(int(2)).await?;
        seconds(new(Value::Float(-1.0))).await?;
        sleep(-5).await?;
        log(elapsed());
        Ok(())
    })
    .unwrap();
    assert_eq!(vm.log(), ["3500"]);
}

#[test]
fn what_is_no_time() {
    let vm = Vm::new();
    let too_large = new(Value::BigInt);
    assert!(outcome(call(|| uasyncio_sleep_ms(too_large))).starts_with("OverflowError"));
    assert!(outcome(call(|| uasyncio_sleep(too_large))).starts_with("OverflowError"));
    let text = str("1");
    assert!(outcome(call(|| uasyncio_sleep_ms(text))).starts_with("TypeError"));
    assert!(outcome(call(|| uasyncio_sleep(text))).starts_with("TypeError"));
    drop(vm);
}

#[test]
fn the_due_tick_as_python_sees_it() {
    for before in [0, 3, 100] {
        let start = MASK_32 - before;
        let vm = Vm::with(Config { start, ticks_mask: MASK_32, ..Config::default() });
        vm.run(async move {
            let sleeping = create_task(sleep(10))?;
            sleep(1).await?;
            assert_eq!(sleeping.ph_key(), (start + 10) & MASK_32);
            Ok(())
        })
        .unwrap();
    }
}

#[test]
fn the_longest_sleep_is_half_the_clocks_period() {
    let vm = Vm::with(Config { ticks_mask: MASK_32, ..Config::default() });
    let longest = (MASK_32 >> 1) as isize;
    vm.run(async move {
        let long = start(sleep_ms(longest)?)?;
        start(sleep_ms(1)?)?.join().await?;
        log(elapsed());
        long.join().await?;
        log(elapsed() as isize - longest);
        Ok(())
    })
    .unwrap();
    assert_eq!(vm.log(), ["1", "0"]);
}
