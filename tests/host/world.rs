//! Everything outside of the program: the clock, interrupts, memory, and what a test can see of a run.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::sync::LazyLock;

use super::exception::{exception, Class};
use super::stream;
use uasyncio::host::object::{Obj, Raise, Result};
use uasyncio::host::port::FOREVER;
use uasyncio::io::io_queue::uasyncio_report;

/// A machine to start.
#[derive(Clone, Copy, Debug)]
pub struct Config {
    /// The clock's value at the start.
    pub start: usize,
    /// The clock wraps after this value.
    pub ticks_mask: usize,
    /// See `uasyncio_port_const`.
    pub poll_period: usize,
}

/// The clocks of machines of 32 and of 64 bits.
pub const MASK_32: usize = (1 << 30) - 1;
pub const MASK_64: usize = (1 << 62) - 1;

impl Default for Config {
    fn default() -> Self {
        Config { start: 0, ticks_mask: MASK_64, poll_period: FOREVER }
    }
}

type Interrupt = (usize, Box<dyn FnOnce()>);

#[derive(Default)]
pub struct World {
    pub config: Cell<Config>,
    /// Milliseconds; the clock shows them less the periods that have passed.
    pub now: Cell<usize>,
    pub log: RefCell<Vec<String>>,
    pub stderr: RefCell<String>,
    /// Streams that report by themselves.
    pub watched: RefCell<Vec<Obj>>,
    /// How often the library has waited, looks included, and how long.
    pub waits: Cell<usize>,
    pub waited: Cell<usize>,
    /// Allocations so far, and those that fail: the first of them, and how many.
    pub allocations: Cell<usize>,
    pub failing: Cell<(usize, usize)>,
    /// What the next allocation runs, as a finaliser of what the collector frees then.
    finaliser: Cell<Option<Box<dyn FnOnce()>>>,
    interrupts: RefCell<Vec<Interrupt>>,
    /// Points that the library has come to, and what interrupts it at some of them: see `interrupt_at`.
    counts_points: AtomicBool,
    points: Cell<usize>,
    at_points: RefCell<Vec<Interrupt>>,
    /// A handler runs.
    pub outside: Cell<bool>,
    woken: AtomicBool,
    /// An exception on its way into a coroutine, and the value of an iterator that has ended.
    pub thrown: Cell<Option<Raise>>,
    pub stop_value: Cell<Option<Obj>>,
    /// `Loop._exc_handler`.
    pub exc_handler: Cell<Option<Obj>>,
    /// The innermost guard.
    pub guard: Cell<usize>,
    panic: Cell<Option<Box<dyn Any + Send>>>,
}

struct Global(World);

// SAFETY: only the thread that holds the machine uses it, except for `woken` and `counts_points`.
unsafe impl Send for Global {}
// SAFETY: as above.
unsafe impl Sync for Global {}

pub fn world() -> &'static World {
    static WORLD: LazyLock<Global> = LazyLock::new(|| Global(World::default()));
    &WORLD.0
}

impl World {
    pub fn restart(&self, config: Config) {
        let fresh = World::default();
        self.config.set(config);
        self.now.set(config.start);
        self.log.swap(&fresh.log);
        self.stderr.swap(&fresh.stderr);
        self.watched.swap(&fresh.watched);
        self.interrupts.swap(&fresh.interrupts);
        self.counts_points.store(false, SeqCst);
        self.points.set(0);
        self.at_points.swap(&fresh.at_points);
        self.waits.set(0);
        self.waited.set(0);
        self.allocations.set(0);
        self.failing.set((0, 0));
        self.finaliser.set(None);
        self.woken.store(false, SeqCst);
        self.thrown.set(None);
        self.stop_value.set(None);
        self.exc_handler.set(None);
        self.guard.set(0);
        self.panic.set(None);
        super::imports::set_constants(config);
    }

    pub fn ticks(&self) -> usize {
        self.now.get() & self.config.get().ticks_mask
    }

    /// Milliseconds since the start.
    pub fn elapsed(&self) -> usize {
        self.now.get() - self.config.get().start
    }

    /// Counts an allocation; false if it fails.
    pub fn allocate(&self) -> bool {
        if let Some(finaliser) = self.finaliser.take() {
            finaliser();
        }
        let n = self.allocations.get();
        self.allocations.set(n + 1);
        let (first, count) = self.failing.get();
        !(first..first + count).contains(&n)
    }

    pub fn wake(&self) {
        self.woken.store(true, SeqCst);
    }

    /// Waits for at most `timeout` milliseconds, or for ever.
    pub fn wait(&self, timeout: Option<usize>) -> Result<()> {
        self.waits.set(self.waits.get() + 1);
        let end = timeout.map(|ms| self.now.get() + ms);
        loop {
            self.interrupt();
            if self.report() || self.woken.swap(false, SeqCst) || end == Some(self.now.get()) {
                return Ok(());
            }
            let next = self.interrupts.borrow().iter().map(|(at, _)| *at).min();
            let Some(then) = next.into_iter().chain(end).min() else {
                // Nothing else will ever happen: what was to come at a later point comes now.
                let Some((_, handler)) = self.first_at_points() else {
                    return Err(exception(Class::Deadlock));
                };
                outside(handler);
                continue;
            };
            self.waited.set(self.waited.get() + then - self.now.get());
            self.now.set(then);
        }
    }

    /// Tells the library which tasks' streams are ready; returns whether any is.
    fn report(&self) -> bool {
        let mut ready = Vec::new();
        self.watched.borrow_mut().retain(|&object| {
            ready.extend(stream::of(object).report());
            stream::of(object).is_watched()
        });
        for &task in &ready {
            // SAFETY: it was given to be reported to.
            unsafe { uasyncio_report(task) };
        }
        !ready.is_empty()
    }

    /// Runs the interrupts that are due.
    fn interrupt(&self) {
        loop {
            let now = self.now.get();
            let due = self.interrupts.borrow().iter().position(|(at, _)| *at <= now);
            let Some(due) = due else { return };
            let (_, handler) = self.interrupts.borrow_mut().remove(due);
            outside(handler);
        }
    }

    fn first_at_points(&self) -> Option<Interrupt> {
        let mut all = self.at_points.borrow_mut();
        let first = all.iter().enumerate().min_by_key(|(_, (at, _))| *at)?.0;
        Some(all.remove(first))
    }

    /// The library asks for something, and an interrupt may come before that. Not while it is in a critical section, or a handler
    /// runs already.
    pub fn point(&self) {
        // Without, other threads may come here, too.
        if !self.counts_points.load(SeqCst) || self.outside.get() {
            return;
        }
        let n = self.points.get() + 1;
        self.points.set(n);
        while self.at_points.borrow().iter().any(|(at, _)| *at <= n) {
            let Some((_, handler)) = self.first_at_points() else { return };
            outside(handler);
        }
    }

    /// The exception that stands for a panic until [`World::continue_panic`].
    pub fn keep_panic(&self, panic: Box<dyn Any + Send>) -> Raise {
        self.panic.set(Some(panic));
        exception(Class::Panic)
    }

    pub fn continue_panic(&self) {
        if let Some(panic) = self.panic.take() {
            std::panic::resume_unwind(panic);
        }
    }
}

/// Runs something in the middle of the next allocation, as a finaliser.
pub fn at_next_allocation(finaliser: impl FnOnce() + 'static) {
    world().finaliser.set(Some(Box::new(finaliser)));
}

/// The program is busy for so many milliseconds.
pub fn busy(ms: usize) {
    let world = world();
    let end = world.now.get() + ms;
    loop {
        let next = world.interrupts.borrow().iter().map(|(at, _)| *at).min();
        match next.filter(|&at| at <= end) {
            Some(at) => {
                world.now.set(at.max(world.now.get()));
                world.interrupt();
            }
            None => return world.now.set(end),
        }
    }
}

/// Runs something as an interrupt handler that comes now.
pub fn outside(handler: impl FnOnce()) {
    world().outside.set(true);
    handler();
    world().outside.set(false);
}

/// Interrupts the program `ms` milliseconds from now, whatever it does then.
pub fn interrupt_in(ms: usize, handler: impl FnOnce() + 'static) {
    let world = world();
    world.interrupts.borrow_mut().push((world.now.get() + ms, Box::new(handler)));
}

/// Interrupts the library at the n-th point at which it asks for something, or when it would wait for ever before.
pub fn interrupt_at(n: usize, handler: impl FnOnce() + 'static) {
    world().counts_points.store(true, SeqCst);
    world().at_points.borrow_mut().push((n, Box::new(handler)));
}

/// How many such points there were.
pub fn points() -> usize {
    world().points.get()
}

/// Runs something `ms` milliseconds from now as a callback that an interrupt has scheduled, which the machine's wait sees
/// to, and ends.
pub fn callback_in(ms: usize, callback: impl FnOnce() + 'static) {
    interrupt_in(ms, || {
        world().outside.set(false);
        callback();
        world().wake();
    });
}

/// Milliseconds since the start.
pub fn elapsed() -> usize {
    world().elapsed()
}
