//! A small virtual machine in the place of MicroPython: it implements `uasyncio_port.h` for the tests that run without.
//!
//! - [`object`], [`exception`]: Python objects. The machine's own are Rust values behind a header; the library's begin
//!   with one word that tells their type. Nothing is ever freed.
//! - [`script`]: Python coroutines, which are Rust futures here: `async` blocks whose `?` is Python's propagation of
//!   exceptions and whose [`script::wait`] is Python's `await`.
//! - [`catch`]: raising by a jump over the library's frames, as MicroPython does.
//! - [`world`]: everything outside: a clock that only waiting and being busy move, interrupts, memory that runs out.
//! - [`stream`]: streams whose readiness a test sets.
//! - [`imports`], [`imports_python`]: the functions of the header.
//! - [`api`]: the library as a Python program sees it.

pub mod api;
pub mod catch;
pub mod exception;
pub mod imports;
mod imports_python;
pub mod object;
pub mod script;
pub mod stream;
pub mod world;

use std::future::Future;
use std::mem::MaybeUninit;
use std::sync::{Mutex, MutexGuard, PoisonError};

use object::{none, IntoObj};
use uasyncio::api::run::{uasyncio_init, uasyncio_run_begin, uasyncio_run_loop, UasyncioRun};
use uasyncio::host::object::{Obj, Raise, Result};
use world::{world, Config};

/// The machine, fresh, and held by one test at a time: the library's state is one for the process.
pub struct Vm(#[allow(dead_code)] MutexGuard<'static, ()>);

impl Vm {
    pub fn new() -> Vm {
        Vm::with(Config::default())
    }

    pub fn with(config: Config) -> Vm {
        static ONE: Mutex<()> = Mutex::new(());
        // A test that failed leaves nothing behind that this would not clear.
        let guard = ONE.lock().unwrap_or_else(PoisonError::into_inner);
        world().restart(config);
        unsafe { uasyncio_init() };
        Vm(guard)
    }

    /// `asyncio.run(coroutine)`.
    pub fn run<T: IntoObj>(&self, main: impl Future<Output = Result<T>> + 'static) -> Result {
        let task = api::create_task(main)?;
        self.run_until_complete(Some(task.0))
    }

    /// `core.run_until_complete(awaitable)`.
    pub fn run_until_complete(&self, awaitable: Option<Obj>) -> Result {
        let result = run_until_complete(awaitable);
        world().continue_panic();
        result
    }

    /// What was logged since the last call.
    pub fn log(&self) -> Vec<String> {
        world().log.take()
    }

    /// What was printed to standard error since the last call.
    pub fn stderr(&self) -> String {
        world().stderr.take()
    }
}

/// The loop, also within a task, guarded as the C module guards it.
pub fn run_until_complete(awaitable: Option<Obj>) -> Result {
    let mut run = MaybeUninit::<UasyncioRun>::uninit();
    let run = run.as_mut_ptr();
    catch::call(|| unsafe { uasyncio_run_begin(run, awaitable) })?;
    while let Err(Raise(exception)) = catch::call(|| unsafe { uasyncio_run_loop(run) }) {
        unsafe { (*run).caught = Some(exception) };
    }
    let (result, raised) = unsafe { ((*run).result, (*run).raised) };
    let result = result.unwrap_or_else(none);
    if raised {
        Err(exception::make(result))
    } else {
        Ok(result)
    }
}

/// Notes that something happened.
pub fn log(text: impl ToString) {
    world().log.borrow_mut().push(text.to_string());
}
