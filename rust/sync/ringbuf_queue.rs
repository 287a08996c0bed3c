//! RingbufQueue: a queue that interrupt handlers put into, in a buffer that the program has given it.

use crate::awaitables::coroutine;
use crate::awaitables::hand_over::tell_loop;
use crate::awaitables::suspend::Attempt;
use crate::awaitables::waiter::{self, Line, Primitive, Waiter};
use crate::host::object::{Gc, Obj, Result};
use crate::host::port::{self, Exception, Resumed};
use crate::host::text::text;
use crate::sync::event::{uasyncio_event, Event};
use crate::sync::ring::Ring;
use crate::tasks::state::{state, State};
use core::cell::Cell;

#[repr(C)]
pub struct RingbufQueue {
    /// Of those who wait for an item.
    line: Line,
    ring: Ring,
    /// How many items came from outside since the loop looked last. Changed in a critical section only.
    put_outside: Cell<usize>,
    /// Set when there is room again; who first waits to put makes it.
    room: Cell<Option<Gc<Event>>>,
}

impl Gc<RingbufQueue> {
    fn take(self) -> Option<Obj> {
        let item = self.ring.pop();
        if let (Some(room), true) = (self.room.get(), item.is_some()) {
            room.set();
        }
        item
    }
}

impl Primitive for RingbufQueue {
    fn outcome(this: Gc<RingbufQueue>, _: Gc<Waiter>, _: &State, _woken: bool) -> Resumed {
        Resumed::with(port::attempt(|| this.take()))
    }

    fn thrown(this: Gc<RingbufQueue>, _: Gc<Waiter>, state: &State, woken: bool) {
        if woken && !this.ring.is_empty() {
            this.line.wake_first(state);
        }
    }

    fn taken_over(this: Gc<RingbufQueue>) -> Result<()> {
        let n = critical_section::with(|_| this.put_outside.replace(0));
        for _ in 0..n {
            this.line.wake_first(state());
        }
        Ok(())
    }

    const SHOWS_LINE: bool = false;
}

/// Puts an item; whether there was room. Raises what storing it raises.
fn put(queue: Gc<RingbufQueue>, item: Obj) -> bool {
    port::or_raise(if port::is_outside() {
        tell_loop(queue, |section| {
            queue.put_outside.set(queue.put_outside.get() + 1);
            queue.ring.push(item, section)
        })
    } else {
        let result = critical_section::with(|section| queue.ring.push(item, section));
        queue.line.wake_first(state());
        result
    })
}

async fn wait_and_put(queue: Gc<RingbufQueue>, item: Obj) -> Obj {
    while queue.ring.is_full() {
        let room = room(queue);
        room.clear();
        port::or_raise(Attempt(room.wait()).await);
    }
    put(queue, item);
    port::none()
}

fn room(queue: Gc<RingbufQueue>) -> Gc<Event> {
    if queue.room.get().is_none() {
        // SAFETY: that is what the table makes.
        let event = unsafe { Gc::from_obj(waiter::uasyncio_primitive_new(&uasyncio_event)) };
        queue.room.set(queue.room.get().or(Some(event)));
    }
    // SAFETY: it has just been set.
    unsafe { queue.room.get().unwrap_unchecked() }
}

/// `RingbufQueue(buffer)`: a list, an array or a bytearray of as many items as it is to hold. Raises TypeError, ValueError for one
/// without room for an item, MemoryError. Allocates.
#[no_mangle]
pub extern "C" fn uasyncio_ringbuf_new(buffer: Obj) -> Obj {
    if !port::is_plain_sequence(buffer) {
        port::fail(Exception::TypeError, text!("list or array expected"));
    }
    if port::len(buffer) == 0 {
        port::fail(Exception::ValueError, text!("no room"));
    }
    let queue = waiter::make::<RingbufQueue>();
    queue.ring.init(buffer);
    queue.as_obj()
}

/// `queue.put_nowait(item)`. May be called from an interrupt handler, also a hard one, and from another thread; wakes an idle loop.
/// Raises IndexError when the queue was full: then the oldest item is gone, and the new one in. Raises TypeError or OverflowError for
/// what does not fit in an array. Allocates nothing else.
///
/// # Safety
/// `queue` is a RingbufQueue.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_ringbuf_put_nowait(queue: Obj, item: Obj) -> Obj {
    if !put(Gc::from_obj(queue), item) {
        port::fail(Exception::IndexError, text!("queue full"));
    }
    port::none()
}

/// `queue.put(item)`: a coroutine that waits for room. Not for interrupt handlers. Allocates.
///
/// # Safety
/// `queue` is a RingbufQueue.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_ringbuf_put(queue: Obj, item: Obj) -> Obj {
    coroutine::new(wait_and_put(Gc::from_obj(queue), item)).as_obj()
}

/// `queue.get()`, `queue.__anext__()`: an awaitable whose value is the oldest item. Allocates nothing.
///
/// # Safety
/// `queue` is a RingbufQueue.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_ringbuf_get(queue: Obj) -> Obj {
    waiter::begin(queue)
}

/// `queue.get_nowait()`. Raises IndexError when it is empty.
///
/// # Safety
/// `queue` is a RingbufQueue.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_ringbuf_get_nowait(queue: Obj) -> Obj {
    let item = Gc::<RingbufQueue>::from_obj(queue).take();
    item.unwrap_or_else(|| port::fail(Exception::IndexError, text!("queue empty")))
}

/// `queue.peek()`: the oldest item, which stays. Raises IndexError when it is empty.
///
/// # Safety
/// `queue` is a RingbufQueue.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_ringbuf_peek(queue: Obj) -> Obj {
    let item = Gc::<RingbufQueue>::from_obj(queue).ring.peek();
    item.unwrap_or_else(|| port::fail(Exception::IndexError, text!("queue empty")))
}

/// `queue.qsize()`: how many items there are. May be called where `put_nowait` may; so the next ones.
///
/// # Safety
/// `queue` is a RingbufQueue.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_ringbuf_qsize(queue: Obj) -> Obj {
    port::int(Gc::<RingbufQueue>::from_obj(queue).ring.len() as isize)
}

/// `queue.empty()`.
///
/// # Safety
/// `queue` is a RingbufQueue.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_ringbuf_empty(queue: Obj) -> Obj {
    port::truth(Gc::<RingbufQueue>::from_obj(queue).ring.is_empty())
}

/// `queue.full()`.
///
/// # Safety
/// `queue` is a RingbufQueue.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_ringbuf_full(queue: Obj) -> Obj {
    port::truth(Gc::<RingbufQueue>::from_obj(queue).ring.is_full())
}

/// `queue.discards`: the number of items that newer ones have taken the place of.
///
/// # Safety
/// `queue` is a RingbufQueue.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_ringbuf_discards(queue: Obj) -> Obj {
    port::int(Gc::<RingbufQueue>::from_obj(queue).ring.discards.get() as isize)
}
