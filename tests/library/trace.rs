//! Random programs on the library and on upstream's rules: the same trace.

use std::fmt;

use proptest::prelude::*;

use super::program::{self, Awaitable, Body, Runtime, PRIMITIVES};
use super::upstream::Model;
use crate::host::api::{self, Event, Lock, Task};
use crate::host::exception::{exception, Class};
use crate::host::object::{function, int, none, outcome, small_int, text};
use crate::host::script::{script, wait};
use crate::host::world::{busy, elapsed, Config, MASK_32, MASK_64};
use crate::host::{log, Vm};
use uasyncio::host::object::{Obj, Raise};
use uasyncio::host::port::Name;

#[derive(Clone)]
struct Library {
    events: [Event; PRIMITIVES],
    locks: [Lock; PRIMITIVES],
}

struct Error(Raise);

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&outcome(Err(self.0)))
    }
}

impl From<Raise> for Error {
    fn from(raise: Raise) -> Error {
        Error(raise)
    }
}

fn coroutine(body: Body<Error>) -> Obj {
    script(async { body.await.map_err(|Error(raise)| raise) })
}

fn awaitable(awaitable: Awaitable<Library>) -> Obj {
    match awaitable {
        Awaitable::Task(task) => task.0,
        Awaitable::Body(body) => coroutine(body),
    }
}

fn value(object: Obj) -> isize {
    small_int(object).expect("scripts return ints")
}

impl Runtime for Library {
    type Task = Task;
    type Error = Error;

    fn log(&self, line: String) {
        log(line);
    }

    fn elapsed(&self) -> usize {
        elapsed()
    }

    fn busy(&self, ms: usize) {
        busy(ms);
    }

    fn value_error(&self) -> Error {
        Error(exception(Class::ValueError))
    }

    fn create_task(&self, body: Body<Error>) -> Task {
        api::start(coroutine(body)).unwrap()
    }

    fn cancel(&self, task: Task) -> Result<bool, Error> {
        Ok(task.cancel()?)
    }

    fn is_done(&self, task: Task) -> bool {
        task.is_done()
    }

    fn event_set(&self, event: usize) {
        self.events[event].set();
    }

    fn event_clear(&self, event: usize) {
        self.events[event].clear();
    }

    fn lock_release(&self, lock: usize) -> Result<(), Error> {
        Ok(self.locks[lock].release()?)
    }

    async fn sleep(&self, ms: isize) -> Result<(), Error> {
        Ok(api::sleep(ms).await?)
    }

    async fn join(&self, task: Task) -> Result<isize, Error> {
        Ok(value(task.join().await?))
    }

    async fn event_wait(&self, event: usize) -> Result<(), Error> {
        self.events[event].wait().await?;
        Ok(())
    }

    async fn lock_acquire(&self, lock: usize) -> Result<(), Error> {
        self.locks[lock].acquire().await?;
        Ok(())
    }

    async fn wait_for(&self, what: Awaitable<Library>, ms: isize) -> Result<isize, Error> {
        Ok(value(wait(api::wait_for_ms(awaitable(what), Some(ms))?).await?))
    }

    async fn gather(&self, all: Vec<Awaitable<Library>>, return_exceptions: bool) -> Result<String, Error> {
        let all: Vec<_> = all.into_iter().map(awaitable).collect();
        Ok(text(wait(api::gather(&all, return_exceptions)?).await?))
    }
}

/// What a main task that has ended leaves behind goes on under another one.
const SECOND_RUN: isize = 100;

fn library_trace(config: Config, program: &program::Program) -> Vec<String> {
    let vm = Vm::with(config);
    api::set_exception_handler(Some(function(|args| {
        let context = crate::host::object::value(args[1]);
        let Some(crate::host::object::Value::Dict(pairs)) = context else { panic!("a dict") };
        let name = crate::host::imports::name(Name::Exception);
        let found = pairs.iter().find(|(key, _)| crate::host::object::equal(*key, name)).unwrap();
        log(format!("not retrieved: {}", text(found.1.get())));
        Ok(none())
    })));
    let library = Library {
        events: [(); 2].map(|()| Event::new().unwrap()),
        locks: [(); 2].map(|()| Lock::new().unwrap()),
    };
    let main = program::start(&library, program);
    log(format!("main: {}", outcome(vm.run_until_complete(Some(main.0)))));
    let second = vm.run(async {
        api::sleep(SECOND_RUN).await?;
        Ok(int(0))
    });
    log(format!("second: {}", outcome(second)));
    vm.log()
}

fn model_trace(program: &program::Program) -> Vec<String> {
    let model = Model::default();
    let main = program::start(&model, program);
    let result = |outcome: Result<isize, _>| match outcome {
        Ok(value) => value.to_string(),
        Err(error) => super::upstream::Error::to_string(&error),
    };
    model.log(format!("main: {}", result(model.run(main))));
    let runtime = model.clone();
    let second = model.create_task(Box::pin(async move { runtime.sleep(SECOND_RUN).await.map(|()| 0) }));
    model.log(format!("second: {}", result(model.run(second))));
    model.take_log()
}

/// Clocks of both kinds, some of which wrap during the program.
fn config() -> impl Strategy<Value = Config> {
    (prop::bool::ANY, prop_oneof![Just(0), 0..100usize]).prop_map(|(wide, before)| {
        let ticks_mask = if wide { MASK_64 } else { MASK_32 };
        Config { start: (ticks_mask + 1 - before) & ticks_mask, ticks_mask, ..Config::default() }
    })
}

/// More than usual: most programs are small.
fn cases() -> ProptestConfig {
    let usual = ProptestConfig::default();
    ProptestConfig { cases: 4 * usual.cases, max_shrink_iters: 20_000, failure_persistence: None, ..usual }
}

proptest! {
    #![proptest_config(cases())]
    #[test]
    fn the_library_runs_programs_as_upstream_does(config in config(), program in program::program()) {
        prop_assert_eq!(library_trace(config, &program), model_trace(&program));
    }
}
