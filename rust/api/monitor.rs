//! monitor: how often and how long each task runs, and how long the loop has nothing to do.
//!
//! The clock is read once a turn: a turn ends where the next one begins, or where the loop begins to wait. What is measured of a
//! task is in an observer of it, so it goes with the task.

use crate::api::state::state;
use crate::host::object::{Gc, Obj};
use crate::host::port::{self, Type};
use crate::tasks::observer::{Kind, Observer};
use crate::tasks::task::Task;
use crate::tasks::turns::{self, Turns};
use core::cell::Cell;

/// In microseconds.
#[repr(C)]
struct Monitor {
    turns: Turns,
    /// When the turn began that is under way, and whose it is: the task, and what is measured of it. None while the loop waits.
    began: Cell<usize>,
    task: Cell<Option<Gc<Task>>>,
    measure: Cell<Option<Gc<Measure>>>,
    idle: Cell<u64>,
    busy: Cell<u64>,
    /// A turn that takes longer is reported. Zero for none.
    limit: Cell<usize>,
}

#[repr(C)]
struct Measure {
    observer: Observer,
    turns: Cell<usize>,
    longest: Cell<usize>,
    total: Cell<u64>,
}

/// What is measured of a task: how many turns it had, the longest of them and all together, in microseconds.
#[repr(C)]
pub struct UasyncioMeasured {
    pub turns: usize,
    pub longest_us: usize,
    pub total_us: u64,
}

/// How long the loop had nothing to do and how long it had since it was asked before, in microseconds.
#[repr(C)]
pub struct UasyncioLoad {
    pub idle_us: u64,
    pub busy_us: u64,
}

static MEASURE: Kind = Kind(None);

fn measure_of(task: Gc<Task>) -> Option<Gc<Measure>> {
    // SAFETY: of that kind is what `new_measure` makes, and nothing else.
    task.find_observer(&MEASURE).map(|measure| unsafe { Gc::from_obj(measure.as_obj()) })
}

fn new_measure(task: Gc<Task>) -> Gc<Measure> {
    let measure: Gc<Measure> = port::new(Type::Observer);
    measure.observer.init(&MEASURE);
    // SAFETY: it begins with its observer.
    task.keep(unsafe { Gc::from_obj(measure.as_obj()) });
    measure
}

impl Monitor {
    /// The turn that is under way ends now.
    fn charge(&self) {
        let now = port::ticks_us();
        let elapsed = now.wrapping_sub(self.began.replace(now));
        let Some(task) = self.task.get() else {
            self.idle.set(self.idle.get() + elapsed as u64);
            return;
        };
        self.busy.set(self.busy.get() + elapsed as u64);
        if let Some(measure) = self.measure.get() {
            measure.turns.set(measure.turns.get() + 1);
            measure.total.set(measure.total.get() + elapsed as u64);
            if elapsed > measure.longest.get() {
                measure.longest.set(elapsed);
            }
        }
        if self.limit.get() != 0 && elapsed > self.limit.get() {
            let _ = port::attempt(|| port::slow_slice(task.as_obj(), elapsed));
            // To report it took time, too.
            self.began.set(port::ticks_us());
        }
    }
}

fn told(turns: Gc<Turns>, task: Option<Gc<Task>>) {
    // SAFETY: `monitor` has made it, and it begins with its Turns.
    let monitor: Gc<Monitor> = unsafe { Gc::from_obj(turns.as_obj()) };
    monitor.charge();
    monitor.task.set(task);
    let task = task.filter(|task| !task.is_done());
    // Without memory it is not measured.
    let measure = |task: Gc<Task>| measure_of(task).or_else(|| port::attempt(|| new_measure(task)).ok());
    monitor.measure.set(task.and_then(measure));
}

/// The one that is at work, which begins to be when this is first called.
fn monitor() -> Gc<Monitor> {
    let state = state();
    if let Some(turns) = state.turns.get() {
        // SAFETY: nothing else is stored there.
        return unsafe { Gc::from_obj(turns) };
    }
    let monitor: Gc<Monitor> = port::new(Type::Other);
    monitor.turns.init(told);
    monitor.began.set(port::ticks_us());
    state.turns.set(Some(monitor.as_obj()));
    turns::tell(state, state.current.get());
    // Before this nothing was measured.
    monitor.idle.set(0);
    monitor
}

/// Begins to measure when it is first called. The time since the call before, in `load`. Raises MemoryError. Allocates the first time.
///
/// # Safety
/// `load` is writable.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_monitor(load: *mut UasyncioLoad) {
    let monitor = monitor();
    monitor.charge();
    load.write(UasyncioLoad { idle_us: monitor.idle.take(), busy_us: monitor.busy.take() });
}

/// Ends it.
#[no_mangle]
pub extern "C" fn uasyncio_monitor_end() {
    state().turns.set(None);
}

/// `slow_slice_ms = limit`: a turn that takes longer is reported by `uasyncio_port_slow_slice`; 0 for none. Raises MemoryError. Allocates the
/// first time.
#[no_mangle]
pub extern "C" fn uasyncio_set_slow_slice(limit_ms: usize) {
    if limit_ms != 0 || state().turns.get().is_some() {
        monitor().limit.set(limit_ms.saturating_mul(1000));
    }
}

/// `slow_slice_ms`.
#[no_mangle]
pub extern "C" fn uasyncio_slow_slice() -> usize {
    state().turns.get().map_or(0, |_| monitor().limit.get() / 1000)
}

/// What is measured of a task. False if it had no turn since the beginning.
///
/// # Safety
/// `task` is a Task, and `measured` writable.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_measured_of(task: Obj, measured: *mut UasyncioMeasured) -> bool {
    let Some(measure) = measure_of(Gc::from_obj(task)) else { return false };
    measured.write(UasyncioMeasured {
        turns: measure.turns.get(),
        longest_us: measure.longest.get(),
        total_us: measure.total.get(),
    });
    true
}

// What a task does.
const RUNNING: usize = 0;
const READY: usize = 1;
const SLEEPING: usize = 2;
const WAITING: usize = 3;

/// What a task does that is not done: 0 it runs, 1 it is ready, 2 it sleeps, 3 it waits. In `object` is what it waits for, or None.
///
/// # Safety
/// `task` is a Task, and `object` writable.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_task_place(task: Obj, object: *mut Obj) -> usize {
    let (state, task) = (state(), Gc::<Task>::from_obj(task));
    object.write(port::none());
    if state.current.get() == Some(task) {
        return RUNNING;
    }
    let loops_own = state.task_queue.owner();
    match task.line() {
        Some(line) if line == loops_own => return READY,
        Some(line) => {
            let line = Gc::from_ptr(line).as_obj();
            let of_stream = port::type_of(line) == Type::IoQueue;
            object.write(if of_stream { task.stream() } else { line });
        }
        None if task.is_in_heap() => return SLEEPING,
        None => object.write(task.data.get()),
    }
    WAITING
}
