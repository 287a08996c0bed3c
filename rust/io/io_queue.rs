//! The tasks that wait for streams, and the wait for everything that comes from outside.
//!
//! How readiness becomes known is the host's business: some streams report by themselves, the others are asked once a
//! round. A task that waits for a stream remembers which one; all that is kept here is their lines, in the order in which
//! they came.

use crate::awaitables::coroutine;
use crate::awaitables::suspend::Suspend;
use crate::host::object::{Base, Gc, Obj, Raise};
use crate::host::port::{self, Name, Type, Watch, POLL_READ, POLL_WRITE};
use crate::sync::flag as sync;
use crate::tasks::create_task;
use crate::tasks::state::state_above;
use crate::tasks::task::{Owner, Task};
use crate::tasks::waiting::Waiting;
use core::ptr::NonNull;

#[repr(C)]
pub struct IoQueue {
    base: Base,
    /// Those who wait to read and those who wait to write, on streams that are asked, those of whose streams the host
    /// reports, and those whose streams were closed.
    lines: [Waiting; 4],
}

/// The state of this floor.
#[repr(C)]
pub struct State {
    below: sync::State,
    own_io_queue: IoQueue,
}

state_above!(sync::State);

impl State {
    pub fn init(&'static self) {
        port::init(&self.own_io_queue, Type::IoQueue);
        // SAFETY: the state's words are the host's, for ever.
        let own = unsafe { Gc::from_ptr(NonNull::from(&self.own_io_queue)) };
        self.io_queue.set(Some(own.as_obj()));
    }

    /// The one in use.
    pub fn io_queue(&self) -> Gc<IoQueue> {
        // SAFETY: `init` came first, and nothing but an IOQueue is stored there.
        unsafe { Gc::from_obj(self.io_queue.get().unwrap_unchecked()) }
    }
}

const REPORTED: usize = 2;
const CLOSED: usize = 3;

impl IoQueue {
    fn has_asked(&self) -> bool {
        self.lines[..REPORTED].iter().any(|line| !line.is_empty())
    }

    /// The first task of each line.
    pub fn heads(&self) -> impl Iterator<Item = Gc<Task>> + '_ {
        self.lines.iter().filter_map(Waiting::first)
    }

    /// Each round asks this, so it is no loop.
    pub fn is_waiting(&self) -> bool {
        let [to_read, to_write, reported, closed] = &self.lines;
        !(to_read.is_empty() && to_write.is_empty() && reported.is_empty() && closed.is_empty())
    }

    /// Whether a task is in one of the lines.
    fn has(&self, task: Gc<Task>) -> bool {
        task.line() == Some(owner(self))
    }

    /// Takes a task, which is there, out of its line.
    fn unlink(&self, task: Gc<Task>) {
        // In which line it is makes a difference to the ends only.
        let ends = |line: &&Waiting| line.first() == Some(task) || line.last() == Some(task);
        let line = self.lines.iter().find(ends).unwrap_or(&self.lines[CLOSED]);
        line.remove(task, owner(self));
    }

    /// Puts a task in a line, in which it waits for a stream.
    fn link(&self, line: usize, task: Gc<Task>, stream: Obj) {
        self.lines[line].append(task, owner(self));
        task.set_stream(stream);
    }
}

/// All lines of a queue go by its name: that keeps a queue alive in which tasks wait.
fn owner(queue: &IoQueue) -> Owner {
    NonNull::from(queue).cast()
}

/// Puts the current task in the line of those who wait for a stream.
fn enqueue(state: &State, stream: Obj, event: u32) {
    let task = state.current();
    let watch = port::watch(stream, event, task.as_obj());
    if !state.detach(task) {
        port::unwatch(stream, task.as_obj());
        return;
    }
    let line = match watch {
        Watch::Ready => return state.make_ready(task),
        Watch::Event => REPORTED,
        Watch::Poll => usize::from(event != POLL_READ),
    };
    let queue = state.io_queue();
    queue.link(line, task, stream);
    task.data.set(queue.as_obj());
}

/// Begins to wait until a stream is readable (`POLL_READ`) or writable (`POLL_WRITE`), or has failed. A Rust coroutine
/// awaits it at once.
pub fn ready(stream: Obj, event: u32) -> Suspend {
    enqueue(state(), stream, event);
    Suspend
}

/// Takes a task out of a queue, if it is there.
pub fn remove(queue: Gc<IoQueue>, task: Gc<Task>) {
    if queue.has(task) {
        queue.unlink(task);
        port::unwatch(task.take_stream(), task.as_obj());
    }
}

/// Another queue will be put in the place of this one. Who waits here is asked for no more. When this one comes back, those of
/// whose streams the host reports look for themselves whether anything has come.
pub fn set_aside(queue: Gc<IoQueue>) {
    while let Some(task) = queue.lines[REPORTED].first() {
        let_look(queue, task);
    }
}

/// A task is to look at its stream itself, when the streams are looked at next.
#[inline(never)]
fn let_look(queue: Gc<IoQueue>, task: Gc<Task>) {
    let stream = task.stream();
    remove(queue, task);
    queue.link(CLOSED, task, stream);
}

/// Lets go of all tasks.
pub fn clear(state: &State) {
    for line in &state.io_queue().lines {
        while let Some(task) = line.pop() {
            port::unwatch(task.take_stream(), task.as_obj());
        }
    }
}

/// A stream is closed: those who wait for it learn of it when the streams are looked at next, as upstream's do.
pub fn closed(state: &State, stream: Obj) {
    let queue = state.io_queue();
    for line in &queue.lines[..CLOSED] {
        let mut next = line.first();
        while let Some(task) = next {
            next = task.next();
            if task.stream() == stream {
                let_look(queue, task);
            }
        }
    }
}

/// Asks the streams of a line whether they are ready for the event that its tasks wait for. Returns whether one was.
fn ask(state: &State, queue: Gc<IoQueue>, line: usize, event: u32) -> bool {
    let line = &queue.lines[line];
    let mut taken = None;
    // Asking a stream may run Python code, which may change the line.
    for _ in 0..line.len() {
        let Some(task) = line.first() else { break };
        let stream = task.stream();
        // What has come is for the first task that waits for it.
        let ready = if taken == Some(stream) { Ok(0) } else { port::poll(stream, event) };
        if line.first() != Some(task) {
            // It was woken meanwhile.
            continue;
        }
        line.pop();
        // What it is ready for besides is for others; what is neither reading nor writing is an error, and for all.
        let is_idle = ready.is_ok_and(|ready| ready & !(event ^ (POLL_READ | POLL_WRITE)) == 0);
        if is_idle || task.stream() != stream {
            line.append(task, owner(&queue));
            continue;
        }
        taken = Some(task.take_stream());
        state.make_ready(task);
        if let Err(Raise(exception)) = ready {
            task.data.set(exception);
        }
    }
    taken.is_some()
}

/// Waits up to `timeout` milliseconds, or `FOREVER`, for something from outside, and makes ready whom it concerns. Raises
/// what the host's wait does.
pub fn wait(state: &State, timeout: usize) {
    // A program that puts another one in its place meanwhile waits for that from the next time on.
    let queue = state.io_queue();
    let mut timeout = timeout;
    while let Some(task) = queue.lines[CLOSED].pop() {
        task.take_stream();
        state.make_ready(task);
        timeout = 0;
    }
    if ask(state, queue, 0, POLL_READ) | ask(state, queue, 1, POLL_WRITE) {
        timeout = 0;
    } else if queue.has_asked() {
        timeout = timeout.min(port::poll_period());
    }
    port::wait(timeout)
}

/// The host says that what a task waits for has come: the one that it was to watch a stream for. Raises nothing.
///
/// # Safety
/// `task` is what the library gave to `uasyncio_port_watch`.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_report(task: Obj) {
    let (state, task) = (state(), Gc::<Task>::from_obj(task));
    let queue = state.io_queue();
    if queue.has(task) {
        queue.unlink(task);
        task.take_stream();
        state.make_ready(task);
    }
}

/// `_io_queue.map`: a new dict that tells of each stream, by its id, who waits for it: a list of the task that waits to read,
/// the one that waits to write, and the stream. Where the host reports, which of the two it is is not known here. Allocates.
///
/// # Safety
/// `io_queue` is an IOQueue.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_queue_map(io_queue: Obj) -> Obj {
    let queue = Gc::<IoQueue>::from_obj(io_queue);
    let map = port::new_dict(Name::Message, &[]);
    for (line, waiting) in queue.lines.iter().enumerate() {
        let mut next = waiting.first();
        // What the collector frees may run Python code, which may wake the task.
        while let Some(task) = next.filter(|&task| queue.has(task)) {
            port::add_waiter(map, task.stream(), line == 1, coroutine::expose(task));
            next = task.next();
        }
    }
    map
}

fn queue_current(stream: Obj, event: u32) -> Obj {
    // Only the program holds it between two waits.
    port::adopt(stream);
    enqueue(state(), stream, event);
    port::none()
}

/// `_io_queue.queue_read(stream)`: queues the current task, which then has to yield, until the stream is readable.
/// Raises RuntimeError outside of a task, OSError for what is no stream.
#[no_mangle]
pub extern "C" fn uasyncio_queue_read(_io_queue: Obj, stream: Obj) -> Obj {
    queue_current(stream, POLL_READ)
}

/// `_io_queue.queue_write(stream)`: as `queue_read`, until the stream is writable.
#[no_mangle]
pub extern "C" fn uasyncio_queue_write(_io_queue: Obj, stream: Obj) -> Obj {
    queue_current(stream, POLL_WRITE)
}

/// `_io_queue.remove(task)`. Raises TypeError.
///
/// # Safety
/// `io_queue` is an IOQueue.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_queue_remove(io_queue: Obj, task: Obj) -> Obj {
    remove(Gc::from_obj(io_queue), create_task::expect_task(task));
    port::none()
}
