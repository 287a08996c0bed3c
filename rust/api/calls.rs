//! call_soon_threadsafe: a ring of calls that others ask the loop to make.

use crate::api::event_loop;
use crate::awaitables::hand_over::tell_loop;
use crate::awaitables::waiter::{Line, Primitive, Vtable, Waiter};
use crate::host::object::{Gc, MaybeObj, Obj, Result};
use crate::host::port::{self, Exception, Resumed};
use crate::host::text::text;
use crate::queues::wrap::wrap;
use crate::tasks::state::State;
use core::cell::Cell;
use core::mem::size_of;
use core::ptr::NonNull;

/// What the host keeps for it, before the slots. All zero before the first call.
#[repr(C)]
struct Calls {
    line: Line,
    waiter: Waiter,
    /// The call that is to be made next, and how many there are. Changed in a critical section only.
    first: Cell<usize>,
    len: Cell<usize>,
}

/// A function and the list of its arguments, if it has any.
#[repr(C)]
struct Slot {
    function: Cell<MaybeObj>,
    arguments: Cell<MaybeObj>,
}

/// The words that the host must reserve for it, besides two for each call.
pub const UASYNCIO_CALLS_WORDS: usize = 14;
const _: () = assert!(size_of::<Calls>() <= UASYNCIO_CALLS_WORDS * size_of::<usize>());

static CALLS: Vtable = Vtable::of::<Calls>();

fn calls() -> &'static Calls {
    // SAFETY: the host keeps these words for ever where it has the function, and all-zero is a valid value.
    unsafe { &*port::calls().0.cast() }
}

fn slot(n: usize) -> &'static Slot {
    let (words, capacity) = port::calls();
    // SAFETY: the slots follow the words above; there are `capacity` of them, and n is less than twice that.
    unsafe { &*words.cast::<usize>().add(UASYNCIO_CALLS_WORDS).cast::<Slot>().add(wrap(n, capacity)) }
}

impl Calls {
    /// Adds a call. Whether there was room.
    fn add(&self, function: Obj, arguments: MaybeObj) -> bool {
        let (n, capacity) = (self.len.get(), port::calls().1);
        if n < capacity {
            let slot = slot(self.first.get() + n);
            slot.function.set(Some(function));
            slot.arguments.set(arguments);
            self.len.set(n + 1);
        }
        n < capacity
    }

    fn next(&self) -> Option<(Obj, MaybeObj)> {
        critical_section::with(|_| {
            let n = self.len.get().checked_sub(1)?;
            let slot = slot(self.first.get());
            self.first.set(wrap(self.first.get() + 1, port::calls().1));
            self.len.set(n);
            Some((slot.function.take()?, slot.arguments.take()))
        })
    }
}

/// Nobody waits for it: it is one to be handed over.
impl Primitive for Calls {
    fn outcome(_: Gc<Calls>, _: Gc<Waiter>, _: &State, _: bool) -> Resumed {
        Resumed::Yielded
    }

    fn taken_over(this: Gc<Calls>) -> Result<()> {
        let mut result = Ok(());
        // Those that a call asks for come before the next turn, not before this one.
        for _ in 0..this.len.get() {
            let Some((function, arguments)) = this.next() else { break };
            result = result.and(port::attempt(|| event_loop::call_back(function, arguments)));
        }
        result
    }
}

/// `Loop.call_soon_threadsafe(function, *args)`: the loop calls it before its next turn, and is woken if it is idle. May be called from
/// an interrupt handler, also a hard one, and from another thread. Allocates if there are arguments. Raises RuntimeError when too many
/// calls wait for the loop, MemoryError. What the function raises goes to the exception handler.
///
/// # Safety
/// `args` points to `n` objects.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_call_soon_threadsafe(function: Obj, n: usize, args: *const Obj) -> Obj {
    let arguments = (n != 0).then(|| port::new_list(core::slice::from_raw_parts(args, n)));
    let calls = calls();
    // SAFETY: they are there for ever.
    let handed_over = unsafe { Gc::from_ptr(NonNull::from(calls)) };
    let had_room = tell_loop(handed_over, |_| {
        calls.line.init(&calls.waiter, &CALLS);
        calls.add(function, arguments)
    });
    if !had_room {
        port::fail(Exception::RuntimeError, text!("too many calls"));
    }
    port::none()
}
