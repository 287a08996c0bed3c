//! What comes from outside of the loop: from interrupt handlers, and from threads beside the loop's.
//!
//! They may come at any instruction, so they change nothing that the loop works on. They leave word in the primitive itself and
//! put it on a list, in a critical section; the loop takes the list before each turn. So nobody polls, and an idle loop is woken.

use crate::awaitables::waiter::{self as below, line_of, Line, Primitive};
use crate::host::object::Gc;
use crate::host::port;
use crate::tasks::state::state_above;
use core::ptr::{self, NonNull};
use critical_section::CriticalSection;
use portable_atomic::{AtomicPtr, Ordering::Relaxed};

/// The state of this floor.
#[repr(C)]
pub struct State {
    below: below::State,
    handed_over: AtomicPtr<Line>,
}

state_above!(below::State);

/// What stands behind the last one of a list: no object, but not nothing.
const END: *mut Line = ptr::without_provenance_mut(core::mem::align_of::<Line>());

/// Gives what was handed over before a primitive, null while it is not handed over itself, and puts another value in its place. In a
/// critical section only. The word for it is in the waiter, which is there anyway and has one to spare.
fn replace_next(line: Gc<Line>, next: *mut Line) -> *mut Line {
    line.waiter().word.replace(next.cast()).cast()
}

/// Puts a primitive where the loop will look, after the word that is left for it.
pub fn hand_over<P: Primitive>(primitive: Gc<P>, _: CriticalSection) {
    let line = line_of(primitive);
    if line.waiter().word.get().is_null() {
        let list = &state().handed_over;
        let last = list.load(Relaxed);
        replace_next(line, if last.is_null() { END } else { last });
        list.store(line.as_non_null().as_ptr(), Relaxed);
    }
}

/// Leaves word by `leave`, in a critical section, hands the primitive over, and ends the loop's idle wait. What `leave` gives.
pub fn tell_loop<P: Primitive, T>(primitive: Gc<P>, leave: impl FnOnce(CriticalSection) -> T) -> T {
    let left = critical_section::with(|section| {
        let left = leave(section);
        hand_over(primitive, section);
        left
    });
    port::wake();
    left
}

impl State {
    /// Lets primitives take over the word that was left for them. One look when there is none. Raises what failed, when all have.
    #[inline]
    pub fn take_over(&self) {
        if !self.handed_over.load(Relaxed).is_null() {
            self.take_list();
        }
    }

    fn take_list(&self) {
        // In the order in which they were handed over. One can be handed over again as soon as it was given out.
        let mut first = END;
        critical_section::with(|_| {
            let mut last = self.handed_over.load(Relaxed);
            self.handed_over.store(ptr::null_mut(), Relaxed);
            while last != END {
                // SAFETY: what is listed is alive: the list is in the state, which the collector scans.
                let line = unsafe { Gc::<Line>::from_ptr(NonNull::new_unchecked(last)) };
                let before = replace_next(line, first);
                first = last;
                last = before;
            }
        });
        let mut result = Ok(());
        while first != END {
            // SAFETY: as above; now it is on the stack, and the rest of the list hangs on it.
            let line = unsafe { Gc::<Line>::from_ptr(NonNull::new_unchecked(first)) };
            critical_section::with(|_| first = replace_next(line, ptr::null_mut()));
            result = result.and(line.taken_over());
        }
        if result.is_err() {
            // It is no task's.
            self.current.set(None);
        }
        port::or_raise(result);
    }
}
