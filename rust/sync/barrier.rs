//! Barrier: tasks wait for one another until there are as many as it is for, and go on together.

use crate::awaitables::coroutine;
use crate::awaitables::sleep;
use crate::awaitables::waiter::{self, Line, Primitive, Waiter};
use crate::host::object::{Gc, Obj};
use crate::host::port::{self, Exception, Resumed};
use crate::host::text::text;
use crate::tasks::state::{state, State};
use core::cell::Cell;

#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
enum Phase {
    /// Tasks come and wait.
    Filling,
    /// All have come, and go on; who comes now waits for the next time.
    Draining,
    /// Those who wait are turned away, one by one.
    Resetting,
    Broken,
}

#[repr(C)]
pub struct Barrier {
    line: Line,
    parties: Cell<isize>,
    /// Tasks that have come and not yet gone on.
    count: Cell<isize>,
    phase: Cell<Phase>,
}

/// Nobody waits by its waiter: a wait has more to do than to be woken.
impl Primitive for Barrier {
    fn outcome(_: Gc<Barrier>, _: Gc<Waiter>, _: &State, _: bool) -> Resumed {
        Resumed::Returned(port::none())
    }

    const SHOWS_LINE: bool = false;
}

impl Barrier {
    fn enter_phase(&self, phase: Phase) {
        self.phase.set(phase);
        self.line.wake_all(state());
    }

    /// A task goes on, or gives up.
    fn leave(&self) {
        self.count.set(self.count.get() - 1);
        if self.count.get() == 0 {
            let phase = self.phase.get();
            self.enter_phase(if phase == Phase::Broken { phase } else { Phase::Filling });
        }
    }
}

fn broken(message: &'static core::ffi::CStr) -> ! {
    port::fail(Exception::BrokenBarrierError, message)
}

async fn wait(barrier: Gc<Barrier>) -> Obj {
    let line = waiter::line_of(barrier);
    while matches!(barrier.phase.get(), Phase::Draining | Phase::Resetting) {
        port::or_raise(waiter::wait_in(line).await.1);
    }
    if barrier.phase.get() == Phase::Broken {
        broken(text!("Barrier aborted"));
    }
    let index = barrier.count.get();
    barrier.count.set(index + 1);
    if index + 1 == barrier.parties.get() {
        barrier.enter_phase(Phase::Draining);
    }
    let mut result = Ok(());
    while barrier.phase.get() == Phase::Filling && result.is_ok() {
        result = waiter::wait_in(line).await.1;
    }
    let phase = barrier.phase.get();
    barrier.leave();
    port::or_raise(result);
    if matches!(phase, Phase::Broken | Phase::Resetting) {
        broken(text!("Abort or reset of barrier"));
    }
    port::int(index)
}

/// `Barrier(parties)`. Raises ValueError for less than 1, TypeError, MemoryError. Allocates.
#[no_mangle]
pub extern "C" fn uasyncio_barrier_new(parties: Obj) -> Obj {
    let parties = port::get_int(parties);
    if parties < 1 {
        port::fail(Exception::ValueError, text!("parties must be > 0"));
    }
    let barrier = waiter::make::<Barrier>();
    barrier.parties.set(parties);
    barrier.as_obj()
}

/// `barrier.wait()`: a coroutine that waits until as many have come as the barrier is for; its value is how many had come before.
/// Raises BrokenBarrierError when the barrier is aborted or reset meanwhile. Allocates. Also `barrier.__aenter__()`.
///
/// # Safety
/// `barrier` is one.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_barrier_wait(barrier: Obj) -> Obj {
    coroutine::new(wait(Gc::from_obj(barrier))).as_obj()
}

async fn reset(barrier: Gc<Barrier>) -> Obj {
    barrier.enter_phase(if barrier.count.get() > 0 { Phase::Resetting } else { Phase::Filling });
    port::none()
}

async fn abort(barrier: Gc<Barrier>) -> Obj {
    barrier.enter_phase(Phase::Broken);
    port::none()
}

/// `barrier.reset()`: a coroutine. Who waits gets BrokenBarrierError, and the barrier is as new. Allocates.
///
/// # Safety
/// `barrier` is one.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_barrier_reset(barrier: Obj) -> Obj {
    coroutine::new(reset(Gc::from_obj(barrier))).as_obj()
}

/// `barrier.abort()`: a coroutine. Who waits, and who comes, gets BrokenBarrierError. Allocates.
///
/// # Safety
/// `barrier` is one.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_barrier_abort(barrier: Obj) -> Obj {
    coroutine::new(abort(Gc::from_obj(barrier))).as_obj()
}

/// `barrier.parties`: how many it is for.
///
/// # Safety
/// `barrier` is one.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_barrier_parties(barrier: Obj) -> Obj {
    port::int(Gc::<Barrier>::from_obj(barrier).parties.get())
}

/// `barrier.n_waiting`: how many have come and wait for others.
///
/// # Safety
/// `barrier` is one.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_barrier_n_waiting(barrier: Obj) -> Obj {
    let barrier = Gc::<Barrier>::from_obj(barrier);
    port::int(if barrier.phase.get() == Phase::Filling { barrier.count.get() } else { 0 })
}

/// `barrier.broken`: whether it was aborted.
///
/// # Safety
/// `barrier` is one.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_barrier_broken(barrier: Obj) -> Obj {
    port::truth(Gc::<Barrier>::from_obj(barrier).phase.get() == Phase::Broken)
}

/// `barrier.__aexit__()`: an awaitable that is done.
#[no_mangle]
pub extern "C" fn uasyncio_barrier_aexit(_barrier: Obj) -> Obj {
    sleep::done()
}
