//! The loop as a whole: how it ends, what it reports, and that it can be run again.

use crate::host::api::{self, create_task, current_task, set_exception_handler, sleep, start};
use crate::host::api::{Event, Flag, Task};
use crate::host::exception::{exception, fail, with_message, Class};
use crate::host::object::{function, none, outcome, text, Value};
use crate::host::script::{resume, script, yield_once};
use crate::host::world::{callback_in, elapsed};
use crate::host::{log, object, run_until_complete, Vm};
use std::rc::Rc;
use uasyncio::host::object::{Obj, Raise, Result};
use uasyncio::host::port::Resumed;

#[test]
fn it_returns_the_value_of_the_main_task() {
    let vm = Vm::new();
    assert_eq!(outcome(vm.run(async { Ok("value") })), "value");
    assert_eq!(outcome(vm.run(async { sleep(5).await })), "None");
}

#[test]
fn it_raises_the_exception_of_the_main_task() {
    let vm = Vm::new();
    let result = vm.run(async { fail::<()>(Class::ValueError, "failed") });
    assert_eq!(outcome(result), "ValueError: failed");
    assert_eq!(vm.stderr(), "");
}

#[test]
fn others_go_on_in_the_next_run() {
    let vm = Vm::new();
    vm.run(async {
        create_task(async {
            log("begun");
            sleep(10).await?;
            log("done");
            Ok(())
        })?;
        sleep(1).await
    })
    .unwrap();
    assert_eq!(vm.log(), ["begun"]);
    vm.run(sleep(20)).unwrap();
    assert_eq!(vm.log(), ["done"]);
}

#[test]
fn a_new_event_loop_has_forgotten_them() {
    let vm = Vm::new();
    vm.run(async {
        let (event, flag) = (Event::new()?, Flag::new()?);
        create_task(async {
            sleep(10).await?;
            log("slept");
            Ok(())
        })?;
        create_task(async move { flag.wait().await })?;
        create_task(async move { event.wait().await })?;
        create_task(async {
            log("ready");
            Ok(())
        })?;
        Ok(())
    })
    .unwrap();
    api::new_event_loop();
    vm.run(sleep(20)).unwrap();
    assert_eq!(vm.log(), [""; 0]);
    // Nothing is left to wait for.
    assert_eq!(outcome(vm.run_until_complete(None)), "None");
}

#[test]
fn without_a_main_task_it_runs_until_nothing_is_left() {
    let vm = Vm::new();
    for ms in [5, 10] {
        create_task(async move {
            sleep(ms).await?;
            log(ms);
            Ok(())
        })
        .unwrap();
    }
    assert_eq!(outcome(vm.run_until_complete(None)), "None");
    assert_eq!(vm.log(), ["5", "10"]);
}

#[test]
fn a_main_task_that_nothing_can_wake_waits_on() {
    let vm = Vm::new();
    let event = Event::new().unwrap();
    assert_eq!(outcome(vm.run(async move { event.wait().await })), "Deadlock");
    // Something that the loop cannot see may wake it.
    callback_in(5, move || event.set());
    assert_eq!(outcome(vm.run(async move { event.wait().await })), "True");
    assert_eq!(elapsed(), 5);
}

#[test]
fn run_forever_until_stop() {
    let vm = Vm::new();
    create_task::<()>(async {
        loop {
            sleep(10).await?;
            log(elapsed());
            if elapsed() == 30 {
                api::stop();
                api::stop();
            }
        }
    })
    .unwrap();
    let stopper = api::stopper().unwrap();
    assert_eq!(outcome(vm.run_until_complete(Some(stopper))), "None");
    assert_eq!(vm.log(), ["10", "20", "30"]);
}

#[test]
fn what_is_no_exception_ends_the_loop_from_any_task() {
    for class in [Class::SystemExit, Class::KeyboardInterrupt] {
        let vm = Vm::new();
        let result = vm.run(async move {
            create_task(async move {
                sleep(5).await?;
                Err::<(), _>(exception(class))
            })?;
            create_task(async {
                sleep(10).await?;
                log("other");
                Ok(())
            })?;
            sleep(20).await?;
            log("main");
            Ok(())
        });
        assert_eq!((outcome(result), elapsed()), (format!("{class:?}"), 5));
        assert_eq!(vm.log(), [""; 0]);
        // The others are there still.
        vm.run(sleep(50)).unwrap();
        assert_eq!(vm.log(), ["other", "main"]);
        assert_eq!(vm.stderr(), "");
    }
}

#[test]
fn an_exception_that_comes_from_outside_ends_the_loop_and_nothing_is_lost() {
    let vm = Vm::new();
    let event = Event::new().unwrap();
    create_task(async move {
        event.wait().await?;
        log("woken");
        Ok(())
    })
    .unwrap();
    // Nothing can happen: the host's wait raises.
    assert_eq!(outcome(vm.run(async move { event.wait().await })), "Deadlock");
    event.set();
    vm.run(sleep(1)).unwrap();
    assert_eq!(vm.log(), ["woken"]);
}

#[test]
fn an_exception_that_unwinds_is_the_running_tasks() {
    let vm = Vm::new();
    let result = vm.run(async {
        // A task whose coroutine is the one that runs: resuming it raises, over the library's frames.
        let shared: Rc<std::cell::Cell<Option<Obj>>> = Rc::default();
        let own = shared.clone();
        let coroutine = script(async move {
            let nested = start(own.get().unwrap())?;
            log(outcome(run_until_complete(Some(nested.0))));
            Ok("outer")
        });
        shared.set(Some(coroutine));
        start(coroutine)?.join().await
    });
    assert_eq!(outcome(result), "outer");
    assert_eq!(vm.log(), ["ValueError: generator already executing"]);
}

fn logging_handler() -> Obj {
    function(|args: &[Obj]| {
        let Some(Value::Dict(pairs)) = object::value(args[1]) else { panic!("a dict") };
        for (key, value) in pairs {
            log(format!("{}: {}", text(*key), text(value.get())));
        }
        Ok(none())
    })
}

fn failing() -> Result<Task> {
    create_task(async { fail::<()>(Class::ValueError, "failed") })
}

#[test]
fn a_handler_gets_what_nobody_retrieved() {
    let vm = Vm::new();
    set_exception_handler(Some(logging_handler()));
    vm.run(async {
        failing()?;
        sleep(5).await
    })
    .unwrap();
    let context =
        ["message: Task exception wasn't retrieved", "exception: ValueError: failed", "future: <Task>"];
    assert_eq!(vm.log(), context);
    assert_eq!(vm.stderr(), "");
    set_exception_handler(None);
    vm.run(async {
        failing()?;
        sleep(5).await
    })
    .unwrap();
    assert!(vm.stderr().ends_with("ValueError: failed\n"));
}

#[test]
fn a_handler_that_raises_ends_the_loop_which_can_be_run_again() {
    let vm = Vm::new();
    set_exception_handler(Some(function(|_| fail(Class::RuntimeError, "handler"))));
    let result = vm.run(async {
        failing()?;
        create_task(async {
            sleep(1).await?;
            log("other");
            Ok(())
        })?;
        sleep(5).await
    });
    assert_eq!(outcome(result), "RuntimeError: handler");
    set_exception_handler(Some(logging_handler()));
    vm.run(sleep(10)).unwrap();
    // The other task is there still, and what was reported is not reported again.
    assert_eq!(vm.log(), ["other"]);
}

#[test]
fn outside_of_the_loop_there_is_no_current_task() {
    let vm = Vm::new();
    let none_runs = "RuntimeError: no running event loop";
    assert_eq!(outcome(current_task().map(|task| task.0)), none_runs);
    vm.run(async { current_task().map(|task| task.0) }).unwrap();
    assert_eq!(outcome(current_task().map(|task| task.0)), none_runs);
    // Awaiting by hand what needs one is an exception, and the next await is as always.
    for awaitable in [api::sleep_ms(5).unwrap(), Event::new().unwrap().awaitable()] {
        let Resumed::Raised(Raise(exception)) = resume(awaitable, None) else { panic!("no task to queue") };
        assert_eq!(text(exception), none_runs);
    }
    vm.run(sleep(5)).unwrap();
    assert_eq!(elapsed(), 5);
}

#[test]
fn a_coroutine_may_raise_what_it_was_given_before() {
    let vm = Vm::new();
    let kept = with_message(Class::ValueError, "kept");
    for _ in 0..2 {
        let result = vm.run(async move {
            yield_now().await?;
            Err::<(), _>(kept)
        });
        assert_eq!(outcome(result), "ValueError: kept");
    }
}

/// A generator that puts itself in the queue: `core._task_queue.push(core.cur_task)` and `yield`.
async fn yield_now() -> Result<()> {
    let queue = api::TaskQueue(
        uasyncio::api::run::uasyncio_live(uasyncio::host::port::Name::TaskQueue, None).unwrap(),
    );
    queue.push(current_task()?, None)?;
    yield_once().await
}
