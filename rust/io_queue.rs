//! The tasks that wait for streams, and the wait for everything that comes from outside.
//!
//! A hash table from the stream to those who wait to read and those who wait to write. How readiness becomes known is
//! the host's business: some streams report by themselves, the others are asked once a round. When a stream is ready,
//! the first task of each side has its turn; a further one waits on.

use crate::coroutine::{suspend, Suspend};
use crate::object::{Base, Gc, Obj, Raise, Result};
use crate::port::{self, or_raise, Type, Watch, POLL_READ, POLL_WRITE};
use crate::scheduler::{self, State};
use crate::task::Task;
use crate::waiting::Waiting;
use core::cell::Cell;
use core::mem::size_of;

/// A stream and those who wait for it.
#[repr(C)]
struct Entry {
    stream: Cell<Option<Obj>>,
    readers: Waiting,
    writers: Waiting,
    /// A `Watch`.
    watch: Cell<u32>,
}

#[repr(C)]
struct Table {
    base: Base,
    entries: [Entry; 0],
}

#[repr(C)]
pub struct IoQueue {
    base: Base,
    table: Cell<Option<Gc<Table>>>,
    /// A power of two, or zero before the first use.
    capacity: Cell<usize>,
    used: Cell<usize>,
    /// Entries that do not report by themselves.
    asked: Cell<usize>,
}

const FIRST_CAPACITY: usize = 8;
const ASKED: [u32; 2] = [Watch::Poll as u32, Watch::Ready as u32];

impl Entry {
    /// The events that somebody waits for.
    fn events(&self) -> u32 {
        let read = if self.readers.is_empty() { 0 } else { POLL_READ };
        let write = if self.writers.is_empty() { 0 } else { POLL_WRITE };
        read | write
    }
}

impl IoQueue {
    pub fn is_waiting(&self) -> bool {
        self.used.get() != 0
    }

    fn entries(&self) -> &[Entry] {
        match self.table.get() {
            // SAFETY: the table has room for `capacity` entries; all-zero is an empty one.
            Some(table) => unsafe {
                let first = core::ptr::addr_of!((*table.as_non_null().as_ptr()).entries).cast();
                core::slice::from_raw_parts(first, self.capacity.get())
            },
            None => &[],
        }
    }

    /// Where the search for a stream begins.
    fn home(&self, stream: Obj) -> usize {
        let hash = (stream.as_ptr() as usize >> 3).wrapping_mul(0x9E37_79B9);
        (hash >> 8) & (self.capacity.get() - 1)
    }

    /// The entry of a stream, or the free one where it belongs. The table is never full.
    fn place(&self, stream: Obj) -> usize {
        let entries = self.entries();
        let mut i = self.home(stream);
        while entries[i].stream.get().is_some_and(|other| other != stream) {
            i = (i + 1) & (entries.len() - 1);
        }
        i
    }

    fn find(&self, stream: Obj) -> Option<&Entry> {
        if self.used.get() == 0 {
            return None;
        }
        let entry = &self.entries()[self.place(stream)];
        entry.stream.get().is_some().then_some(entry)
    }

    /// Makes room for one more entry. Raises MemoryError.
    fn grow(&self) {
        let capacity = self.capacity.get();
        if (self.used.get() + 1) * 4 <= capacity * 3 {
            return;
        }
        let larger = (capacity * 2).max(FIRST_CAPACITY);
        let table: Gc<Table> = port::new_sized(Type::Other, size_of::<Table>() + larger * size_of::<Entry>());
        // The allocation may have run finalisers, and they this function.
        if self.capacity.get() >= larger {
            return;
        }
        let old = self.entries();
        self.table.set(Some(table));
        self.capacity.set(larger);
        for entry in old {
            if let Some(stream) = entry.stream.get() {
                entry.move_to(&self.entries()[self.place(stream)]);
            }
        }
    }

    fn insert(&self, stream: Obj, watch: u32) -> &Entry {
        if let Some(entry) = self.find(stream) {
            return entry;
        }
        self.grow();
        let entry = &self.entries()[self.place(stream)];
        entry.stream.set(Some(stream));
        entry.watch.set(watch);
        self.used.set(self.used.get() + 1);
        if ASKED.contains(&watch) {
            self.asked.set(self.asked.get() + 1);
        }
        entry
    }

    /// Removes the entry of a stream for which nobody waits.
    fn delete(&self, stream: Obj) {
        let entries = self.entries();
        let mut hole = self.place(stream);
        if ASKED.contains(&entries[hole].watch.get()) {
            self.asked.set(self.asked.get() - 1);
        }
        self.used.set(self.used.get() - 1);
        entries[hole].stream.set(None);
        // Those behind the hole that a search would not find any more move up.
        let wrap = entries.len() - 1;
        let mut i = hole;
        loop {
            i = (i + 1) & wrap;
            let Some(other) = entries[i].stream.get() else { return };
            let distance = |from: usize| i.wrapping_sub(from) & wrap;
            if distance(self.home(other)) >= distance(hole) {
                entries[i].move_to(&entries[hole]);
                hole = i;
            }
        }
    }
}

impl Entry {
    fn move_to(&self, to: &Entry) {
        to.stream.set(self.stream.take());
        to.readers.take_over(&self.readers);
        to.writers.take_over(&self.writers);
        to.watch.set(self.watch.get());
    }
}

/// Puts the current task in the line of those who wait for a stream.
fn enqueue(state: &State, stream: Obj, event: u32) {
    let queue = &state.io_queue;
    let task = scheduler::current(state);
    // First, so that nothing fails once the stream is watched.
    queue.grow();
    let (events, known) = queue.find(stream).map_or((0, None), |e| (e.events(), Some(e.watch.get())));
    let watch = match known {
        // It is being watched for this already.
        Some(watch) if events & event != 0 || watch != Watch::Event as u32 => watch,
        _ => or_raise(port::watch(stream, events | event)),
    };
    if !scheduler::detach(state, task) {
        return;
    }
    let entry = queue.insert(stream, watch);
    if event == POLL_READ { &entry.readers } else { &entry.writers }.append(task);
    // SAFETY: the queue lies in the host's words for the state.
    task.data.set(unsafe { Gc::from_ptr(queue.into()) }.as_obj());
}

/// Begins to wait until a stream is readable (`POLL_READ`) or writable (`POLL_WRITE`), or has failed. A Rust coroutine
/// awaits it at once.
pub fn ready(stream: Obj, event: u32) -> Suspend {
    enqueue(scheduler::state(), stream, event);
    suspend()
}

/// Takes a task out of the queue.
pub fn remove(state: &State, task: Gc<Task>) {
    let queue = &state.io_queue;
    let lines = |entry: &Entry| entry.readers.remove(task) || entry.writers.remove(task);
    let Some(entry) = queue.entries().iter().find(|entry| lines(entry)) else { return };
    if let (Some(stream), 0) = (entry.stream.get(), entry.events()) {
        let watch = entry.watch.get();
        queue.delete(stream);
        if watch == Watch::Event as u32 {
            port::unwatch(stream);
        }
    }
}

/// Lets go of all tasks.
pub fn clear(state: &State) {
    let queue = &state.io_queue;
    while let Some(entry) = queue.entries().iter().find(|entry| entry.stream.get().is_some()) {
        let task = entry.readers.first().or(entry.writers.first());
        match (task, entry.stream.get()) {
            (Some(task), _) => remove(state, task),
            (None, Some(stream)) => queue.delete(stream),
            (None, None) => return,
        }
    }
}

/// Wakes all who wait for a stream, because it was closed.
pub fn closed(state: &State, stream: Obj) {
    while state.io_queue.find(stream).is_some() {
        wake(state, stream, POLL_READ | POLL_WRITE, None);
    }
}

/// A stream has reported `events`: the first reader and the first writer have their turn. With an exception, they get it.
fn wake(state: &State, stream: Obj, events: u32, exception: Option<Raise>) {
    let queue = &state.io_queue;
    let Some(entry) = queue.find(stream) else { return };
    let turn = |line: &Waiting| {
        if let Some(task) = line.pop() {
            state.make_ready(task);
            if let Some(Raise(exception)) = exception {
                task.data.set(exception);
            }
        }
    };
    // Whatever is neither readable nor writable is an error, and for both sides to see.
    if events & !POLL_WRITE != 0 {
        turn(&entry.readers);
    }
    if events & !POLL_READ != 0 {
        turn(&entry.writers);
    }
    let watch = entry.watch.get();
    match entry.events() {
        0 => queue.delete(stream),
        left if watch == Watch::Event as u32 => {
            // It reports once only.
            if let Err(exception) = port::watch(stream, left) {
                wake(state, stream, POLL_READ | POLL_WRITE, Some(exception));
            }
        }
        _ => {}
    }
}

/// Asks the streams that do not report by themselves whether they are ready. Returns whether one was.
fn ask(state: &State) -> bool {
    let queue = &state.io_queue;
    let mut any = false;
    let mut i = 0;
    // The table is looked at anew each time: asking a stream may run Python code.
    while let Some(entry) = queue.entries().get(i) {
        i += 1;
        let Some(stream) = entry.stream.get() else { continue };
        let events = entry.events();
        let asked = if entry.watch.get() == Watch::Ready as u32 {
            Ok(events)
        } else if entry.watch.get() == Watch::Poll as u32 {
            port::poll(stream, events)
        } else {
            continue;
        };
        match asked {
            Ok(0) => {}
            Ok(events) => wake(state, stream, events, None),
            Err(exception) => wake(state, stream, events, Some(exception)),
        }
        any |= asked != Ok(0);
    }
    any
}

/// Waits up to `timeout` milliseconds for something from outside, and makes ready whom it concerns.
pub fn wait(state: &State, timeout: Option<usize>) -> Result<()> {
    let queue = &state.io_queue;
    let mut limit = timeout;
    let mut at_most = |ms: usize| limit = Some(limit.map_or(ms, |limit| limit.min(ms)));
    if queue.asked.get() > 0 {
        if ask(state) {
            at_most(0);
        } else if let Some(period) = port::poll_period() {
            at_most(period);
        }
    }
    port::wait(limit)
}

/// The host says that a watched stream is ready for `events`. Raises nothing.
#[no_mangle]
pub extern "C" fn uasyncio_report(stream: Obj, events: u32) {
    wake(scheduler::state(), stream, events, None);
}

fn queue_current(stream: Obj, event: u32) -> Obj {
    enqueue(scheduler::state(), stream, event);
    port::none()
}

/// `_io_queue.queue_read(stream)`: queues the current task, which then has to yield, until the stream is readable.
/// Raises RuntimeError outside of a task, OSError for what is no stream. Allocates when the queue must grow.
#[no_mangle]
pub extern "C" fn uasyncio_queue_read(stream: Obj) -> Obj {
    queue_current(stream, POLL_READ)
}

/// `_io_queue.queue_write(stream)`: as `queue_read`, until the stream is writable.
#[no_mangle]
pub extern "C" fn uasyncio_queue_write(stream: Obj) -> Obj {
    queue_current(stream, POLL_WRITE)
}

/// `_io_queue.remove(task)`. Raises TypeError.
#[no_mangle]
pub extern "C" fn uasyncio_queue_remove(task: Obj) -> Obj {
    remove(scheduler::state(), scheduler::expect_task(task));
    port::none()
}
