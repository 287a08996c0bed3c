//! What interrupt handlers and other threads may do besides setting a flag: nothing of it is lost, and nobody is woken who came
//! later.

use crate::host::api::{create_task, sleep, Event, Semaphore};
use crate::host::world::{elapsed, interrupt_in};
use crate::host::{log, Vm};

#[test]
fn an_event_that_is_set_wakes_all_and_an_idle_loop() {
    let vm = Vm::new();
    vm.run(async {
        let event = Event::new()?;
        for name in ["a", "b"] {
            create_task(async move {
                event.wait().await?;
                log(name);
                Ok(())
            })?;
        }
        interrupt_in(7, move || event.set());
        create_task(sleep(100))?;
        sleep(0).await?;
        event.wait().await?;
        log(elapsed());
        assert!(event.is_set());
        Ok(())
    })
    .unwrap();
    assert_eq!(vm.log(), ["a", "b", "7"]);
}

#[test]
fn an_event_that_is_set_and_cleared_wakes_those_who_waited() {
    let vm = Vm::new();
    vm.run(async {
        let event = Event::new()?;
        create_task(async move {
            event.wait().await?;
            log("waited");
            // It is clear again, and nothing that was before wakes this one.
            event.wait().await?;
            log("never");
            Ok(())
        })?;
        interrupt_in(3, move || {
            event.set();
            event.clear();
        });
        sleep(10).await?;
        assert!(!event.is_set());
        log("end");
        Ok(())
    })
    .unwrap();
    assert_eq!(vm.log(), ["waited", "end"]);
}

#[test]
fn a_semaphore_is_released_as_often_as_it_was() {
    let vm = Vm::new();
    vm.run(async {
        let semaphore = Semaphore::new(0)?;
        for n in 0..4 {
            create_task(async move {
                semaphore.acquire().await?;
                log(n);
                Ok(())
            })?;
        }
        interrupt_in(3, move || {
            for _ in 0..3 {
                semaphore.release();
            }
        });
        interrupt_in(5, move || semaphore.release());
        interrupt_in(5, move || semaphore.release());
        sleep(4).await?;
        log("4 ms");
        sleep(4).await?;
        assert!(!semaphore.is_locked());
        semaphore.acquire().await?;
        assert!(semaphore.is_locked());
        Ok(())
    })
    .unwrap();
    assert_eq!(vm.log(), ["0", "1", "2", "4 ms", "3"]);
}

#[test]
fn what_was_released_counts_before_the_loop_has_looked() {
    let vm = Vm::new();
    vm.run(async {
        let semaphore = Semaphore::new(0)?;
        // In the middle of a turn.
        crate::host::world::outside(|| semaphore.release());
        assert!(!semaphore.is_locked());
        semaphore.acquire().await?;
        assert!(semaphore.is_locked());
        Ok(())
    })
    .unwrap();
}
