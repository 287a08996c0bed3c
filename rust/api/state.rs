//! All of the library's state, and what the loop asks of it.

use crate::api::event_loop;
use crate::awaitables::coroutine::Spare;
use crate::awaitables::{hand_over, waiter};
use crate::host::object::Gc;
use crate::host::port::{self, Type};
use crate::io::io_queue;
use crate::run_loop::run_loop::Surroundings;
use crate::tasks::state::state_above;
use crate::tasks::task::{Owner, Task};
use core::cell::Cell;

/// The state of the uppermost floor, and with it of all.
#[repr(C)]
pub struct State {
    below: io_queue::State,
    /// What the last wait_for is done with: its coroutine, and its runner's coroutine and task.
    pub spare_wait_for: Spare,
    pub spare_run: Spare,
    pub spare_runner: Cell<Option<Gc<Task>>>,
    /// How many tasks without a name were asked for it.
    pub numbered: Cell<usize>,
}

state_above!(io_queue::State);

/// The size that the host must reserve for the state, in words.
pub const UASYNCIO_STATE_WORDS: usize = 41;
const _: () = assert!(core::mem::size_of::<State>() <= UASYNCIO_STATE_WORDS * core::mem::size_of::<usize>());

/// Takes a task out of a line: of an IOQueue, or else of a primitive.
pub fn leave_line(owner: Owner, task: Gc<Task>) {
    // SAFETY: lines are named by an object, and the type says by which.
    unsafe {
        let owner = Gc::<Task>::from_ptr(owner).as_obj();
        if port::type_of(owner) == Type::IoQueue {
            io_queue::remove(Gc::from_obj(owner), task);
        } else {
            waiter::leave(Gc::from_obj(owner), task);
        }
    }
}

impl Surroundings for State {
    #[inline]
    fn take_over(&self) {
        hand_over::State::take_over(self);
    }

    #[inline]
    fn has_streams(&self) -> bool {
        self.io_queue().is_waiting()
    }

    fn expects_interrupts(&self) -> bool {
        self.flags.is_waited_for()
    }

    fn look_outside(&self, timeout: usize) {
        io_queue::wait(self, timeout);
        Surroundings::take_over(self);
    }

    fn report(&self, task: Gc<Task>) {
        let context = event_loop::context(task);
        self.unlink(task);
        event_loop::report(context);
    }
}
