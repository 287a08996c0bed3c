//! Queue, LifoQueue and PriorityQueue.
//!
//! Those who wait to get stand in the queue's own line, those who wait to put or to join each in the line of an object of their
//! own, which the first of them makes. Who is woken looks again: what it was woken for may be gone.

use crate::awaitables::waiter::{self, Line, Primitive, Waiter};
use crate::host::object::{Gc, Obj};
use crate::host::port::{self, Exception, Resumed};
use crate::host::text::text;
use crate::sync::items::Items;
use crate::tasks::state::{state, State};
use core::cell::Cell;
use core::ptr;

#[repr(C)]
pub struct Queue {
    line: Line,
    items: Items,
    /// The most items there may be; as many as there is memory for if it is not positive.
    maxsize: Cell<isize>,
    /// Items that were put and not yet reported as done.
    unfinished: Cell<usize>,
    putters: Cell<Option<Gc<Putters>>>,
    joiners: Cell<Option<Gc<Joiners>>>,
    order: Cell<u8>,
    is_shut_down: Cell<bool>,
}

/// Which item comes first.
const FIFO: u8 = 0;
const LIFO: u8 = 1;

/// The line of those who wait for something else than an item: for room, or for the end of all work. Python does not get hold of
/// it, but sees the queue.
#[repr(C)]
struct Side {
    line: Line,
    queue: Cell<Option<Gc<Queue>>>,
}

#[repr(transparent)]
struct Putters(Side);

#[repr(transparent)]
struct Joiners(Side);

impl AsRef<Side> for Putters {
    fn as_ref(&self) -> &Side {
        &self.0
    }
}

impl AsRef<Side> for Joiners {
    fn as_ref(&self) -> &Side {
        &self.0
    }
}

impl Side {
    fn queue(&self) -> Gc<Queue> {
        // SAFETY: `side` has set it.
        unsafe { self.queue.get().unwrap_unchecked() }
    }
}

impl Gc<Queue> {
    fn is_full(self) -> bool {
        let maxsize = self.maxsize.get();
        maxsize > 0 && self.items.len() >= maxsize as usize
    }

    /// The object with one of the other lines. Raises MemoryError. Allocates the first time.
    fn side<S: Primitive + AsRef<Side>>(self, place: &Cell<Option<Gc<S>>>) -> Gc<S> {
        if let Some(side) = place.get() {
            return side;
        }
        let side = waiter::make::<S>();
        side.as_ref().queue.set(Some(self));
        // A finaliser, which an allocation may run, may have made another one.
        place.set(Some(place.get().unwrap_or(side)));
        side
    }

    /// Takes the next item, if there is one. Raises what comparing items raises.
    fn take(self, state: &State) -> Option<Obj> {
        let item = match self.order.get() {
            FIFO => self.items.pop_first(),
            LIFO => self.items.pop_last(),
            _ => self.items.pop_heap(),
        };
        if item.is_some() {
            if let Some(putters) = self.putters.get() {
                putters.0.line.wake_first(state);
            }
        }
        item
    }

    /// Adds an item. Raises MemoryError, and what comparing items raises. Allocates when there has not been room for as many.
    fn add(self, state: &State, item: Obj) {
        match self.order.get() {
            FIFO | LIFO => self.items.push(item),
            _ => self.items.push_heap(item),
        }
        self.unfinished.set(self.unfinished.get() + 1);
        self.line.wake_first(state);
    }

    /// What a call raises that finds nothing to get.
    fn fail_empty(self) -> ! {
        self.check_open();
        port::raise(port::exception(Exception::QueueEmpty, None))
    }

    fn check_open(self) {
        if self.is_shut_down.get() {
            port::raise(port::exception(Exception::QueueShutDown, None));
        }
    }

    /// One item needs no more work.
    fn finish(self, state: &State) {
        self.unfinished.set(self.unfinished.get() - 1);
        if self.unfinished.get() == 0 {
            if let Some(joiners) = self.joiners.get() {
                joiners.0.line.wake_all(state);
            }
        }
    }
}

impl Primitive for Queue {
    fn outcome(this: Gc<Queue>, _: Gc<Waiter>, state: &State, _woken: bool) -> Resumed {
        Resumed::with(port::attempt(|| {
            if this.items.is_empty() {
                this.check_open();
            }
            this.take(state)
        }))
    }

    fn thrown(this: Gc<Queue>, _: Gc<Waiter>, state: &State, woken: bool) {
        if woken && !this.items.is_empty() {
            // Cancelled on the way to an item: it is the next one's.
            this.line.wake_first(state);
        }
    }

    const SHOWS_LINE: bool = false;
}

impl Primitive for Putters {
    fn outcome(this: Gc<Putters>, waiter: Gc<Waiter>, state: &State, _woken: bool) -> Resumed {
        let queue = this.0.queue();
        let Some(item) = Obj::new(waiter.word.get()) else { return Resumed::Returned(port::none()) };
        let result = port::attempt(|| {
            queue.check_open();
            if queue.is_full() {
                return None;
            }
            queue.add(state, item);
            Some(port::none())
        });
        if result != Ok(None) {
            waiter.word.set(ptr::null_mut());
        }
        Resumed::with(result)
    }

    fn enters(this: Gc<Putters>) -> Obj {
        this.0.queue().as_obj()
    }

    fn thrown(this: Gc<Putters>, waiter: Gc<Waiter>, state: &State, woken: bool) {
        waiter.word.set(ptr::null_mut());
        if woken && !this.0.queue().is_full() {
            this.0.line.wake_first(state);
        }
    }
}

impl Primitive for Joiners {
    fn enters(this: Gc<Joiners>) -> Obj {
        this.0.queue().as_obj()
    }

    fn outcome(this: Gc<Joiners>, _: Gc<Waiter>, _: &State, woken: bool) -> Resumed {
        if woken || this.0.queue().unfinished.get() == 0 {
            Resumed::Returned(port::none())
        } else {
            Resumed::Yielded
        }
    }
}

/// `Queue(maxsize=0)`, with 1 for `order` LifoQueue, with 2 PriorityQueue. Raises TypeError, MemoryError. Allocates.
#[no_mangle]
pub extern "C" fn uasyncio_items_new(maxsize: Obj, order: u8) -> Obj {
    let maxsize = port::get_int(maxsize);
    let queue = waiter::make::<Queue>();
    queue.maxsize.set(maxsize);
    queue.order.set(order);
    queue.as_obj()
}

/// `queue.qsize()`: how many items there are.
///
/// # Safety
/// `queue` is a Queue.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_items_qsize(queue: Obj) -> Obj {
    port::int(Gc::<Queue>::from_obj(queue).items.len() as isize)
}

/// `queue.maxsize`.
///
/// # Safety
/// `queue` is a Queue.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_items_maxsize(queue: Obj) -> Obj {
    port::int(Gc::<Queue>::from_obj(queue).maxsize.get())
}

/// `queue.empty()`.
///
/// # Safety
/// `queue` is a Queue.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_items_empty(queue: Obj) -> Obj {
    port::truth(Gc::<Queue>::from_obj(queue).items.is_empty())
}

/// `queue.full()`.
///
/// # Safety
/// `queue` is a Queue.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_items_full(queue: Obj) -> Obj {
    port::truth(Gc::<Queue>::from_obj(queue).is_full())
}

/// `queue.get()`: an awaitable whose value is the next item. Raises QueueShutDown. Allocates nothing.
///
/// # Safety
/// `queue` is a Queue.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_items_get(queue: Obj) -> Obj {
    waiter::begin(queue)
}

/// `queue.get_nowait()`. Raises QueueEmpty, QueueShutDown, and what comparing items raises. Allocates nothing.
///
/// # Safety
/// `queue` is a Queue.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_items_get_nowait(queue: Obj) -> Obj {
    let queue = Gc::<Queue>::from_obj(queue);
    queue.take(state()).unwrap_or_else(|| queue.fail_empty())
}

/// `queue.put(item)`: an awaitable that puts the item when there is room. Raises QueueShutDown, MemoryError. Allocates when
/// several wait to put, and when there has not been room for as many items.
///
/// # Safety
/// `queue` is a Queue.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_items_put(queue: Obj, item: Obj) -> Obj {
    let queue = Gc::<Queue>::from_obj(queue);
    waiter::begin_carrying(waiter::line_of(queue.side(&queue.putters)), item)
}

/// `queue.put_nowait(item)`. Raises QueueFull, QueueShutDown, MemoryError. Allocates when there has not been room for as many items.
///
/// # Safety
/// `queue` is a Queue.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_items_put_nowait(queue: Obj, item: Obj) -> Obj {
    let queue = Gc::<Queue>::from_obj(queue);
    queue.check_open();
    if queue.is_full() {
        port::raise(port::exception(Exception::QueueFull, None));
    }
    queue.add(state(), item);
    port::none()
}

/// `queue.task_done()`: one of the items that were got needs no more work. Raises ValueError when it is one too many.
///
/// # Safety
/// `queue` is a Queue.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_items_task_done(queue: Obj) -> Obj {
    let queue = Gc::<Queue>::from_obj(queue);
    if queue.unfinished.get() == 0 {
        port::fail(Exception::ValueError, text!("task_done() called too many times"));
    }
    queue.finish(state());
    port::none()
}

/// `queue.join()`: an awaitable that is over when `task_done` was called for each item that was put. Allocates the first time.
/// Raises MemoryError.
///
/// # Safety
/// `queue` is a Queue.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_items_join(queue: Obj) -> Obj {
    let queue = Gc::<Queue>::from_obj(queue);
    waiter::begin(queue.side(&queue.joiners).as_obj())
}

/// `queue.shutdown(immediate=False)`: nothing can be put any more, and what is there can be got, unless it is `immediate`; then
/// it is dropped. Wakes all who wait.
///
/// # Safety
/// `queue` is a Queue.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_items_shutdown(queue: Obj, immediate: bool) -> Obj {
    let (queue, state) = (Gc::<Queue>::from_obj(queue), state());
    queue.is_shut_down.set(true);
    if immediate {
        while queue.items.pop_last().is_some() {
            if queue.unfinished.get() > 0 {
                queue.finish(state);
            }
        }
    }
    queue.line.wake_all(state);
    if let Some(putters) = queue.putters.get() {
        putters.0.line.wake_all(state);
    }
    port::none()
}
