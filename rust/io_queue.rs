//! The tasks that wait for streams, and the wait for everything that comes from outside.
//!
//! How readiness becomes known is the host's business: some streams report by themselves, the others are asked once a
//! round. A task that waits for a stream remembers which one; all that is kept here is their lines, in the order in which
//! they came.

use crate::coroutine::Suspend;
use crate::object::{Base, Gc, Obj, Raise};
use crate::port::{self, Watch, POLL_READ, POLL_WRITE};
use crate::scheduler::{self, State};
use crate::task::Task;
use crate::waiting::{Owner, Waiting};
use core::ptr::NonNull;

#[repr(C)]
pub struct IoQueue {
    base: Base,
    /// Those who wait to read and those who wait to write, on streams that are asked, those of whose streams the host
    /// reports, and those whose streams were closed.
    lines: [Waiting; 4],
}

const REPORTED: usize = 2;
const CLOSED: usize = 3;

/// The name of one of the queue's lines.
fn owner(line: &Waiting) -> Owner {
    NonNull::from(line).cast()
}

impl IoQueue {
    /// Whether a line is one of the queue's.
    pub fn has_line(&self, line: Owner) -> bool {
        self.lines.iter().any(|own| owner(own) == line)
    }

    fn has_asked(&self) -> bool {
        self.lines[..REPORTED].iter().any(|line| !line.is_empty())
    }

    pub fn is_waiting(&self) -> bool {
        self.lines.iter().any(|line| !line.is_empty())
    }

    pub fn as_obj(&self) -> Obj {
        // SAFETY: the queue lies in the host's words for the state, which are there for ever.
        unsafe { Gc::from_ptr(self.into()) }.as_obj()
    }

    /// Takes a task out of its line; the stream that it waited for, if it did.
    fn unlink(&self, task: Gc<Task>) -> Option<Obj> {
        self.lines.iter().any(|line| line.remove(task, owner(line))).then(|| task.take_stream())
    }
}

/// Puts the current task in the line of those who wait for a stream.
fn enqueue(state: &State, stream: Obj, event: u32) {
    let queue = &state.io_queue;
    let task = scheduler::current(state);
    let watch = port::watch(stream, event, task.as_obj());
    if !scheduler::detach(state, task) {
        port::unwatch(stream, task.as_obj());
        return;
    }
    let line = match watch {
        Watch::Ready => return state.make_ready(task),
        Watch::Event => REPORTED,
        Watch::Poll => usize::from(event != POLL_READ),
    };
    let line = &queue.lines[line];
    line.append(task, owner(line));
    task.data.set(queue.as_obj());
    task.set_stream(stream);
}

/// Begins to wait until a stream is readable (`POLL_READ`) or writable (`POLL_WRITE`), or has failed. A Rust coroutine
/// awaits it at once.
pub fn ready(stream: Obj, event: u32) -> Suspend {
    enqueue(scheduler::state(), stream, event);
    Suspend
}

/// Takes a task out of the queue.
pub fn remove(state: &State, task: Gc<Task>) {
    if let Some(stream) = state.io_queue.unlink(task) {
        port::unwatch(stream, task.as_obj());
    }
}

/// Lets go of all tasks.
pub fn clear(state: &State) {
    for line in &state.io_queue.lines {
        while let Some(task) = line.pop() {
            port::unwatch(task.take_stream(), task.as_obj());
        }
    }
}

/// A stream is closed: those who wait for it learn of it when the streams are looked at next, as upstream's do.
pub fn closed(state: &State, stream: Obj) {
    let closed = &state.io_queue.lines[CLOSED];
    for line in &state.io_queue.lines[..CLOSED] {
        let mut next = line.first();
        while let Some(task) = next {
            next = task.next();
            if task.stream() == stream {
                remove(state, task);
                closed.append(task, owner(closed));
                task.set_stream(stream);
            }
        }
    }
}

/// Asks the streams of a line whether they are ready for the event that its tasks wait for. Returns whether one was.
fn ask(state: &State, line: &Waiting, event: u32) -> bool {
    let mut taken = None;
    // Asking a stream may run Python code, which may change the line.
    for _ in 0..line.len() {
        let Some(task) = line.first() else { break };
        let stream = task.stream();
        // What has come is for the first task that waits for it.
        let ready = if taken == Some(stream) { Ok(0) } else { port::poll(stream, event) };
        if !line.remove(task, owner(line)) {
            // It was woken meanwhile.
            continue;
        }
        if ready == Ok(0) || task.stream() != stream {
            line.append(task, owner(line));
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
    let [readers, writers, _, closed] = &state.io_queue.lines;
    let mut timeout = timeout;
    while let Some(task) = closed.pop() {
        task.take_stream();
        state.make_ready(task);
        timeout = 0;
    }
    if ask(state, readers, POLL_READ) | ask(state, writers, POLL_WRITE) {
        timeout = 0;
    } else if state.io_queue.has_asked() {
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
    let (state, task) = (scheduler::state(), Gc::<Task>::from_obj(task));
    if state.io_queue.unlink(task).is_some() {
        state.make_ready(task);
    }
}

fn queue_current(stream: Obj, event: u32) -> Obj {
    enqueue(scheduler::state(), stream, event);
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
#[no_mangle]
pub extern "C" fn uasyncio_queue_remove(_io_queue: Obj, task: Obj) -> Obj {
    remove(scheduler::state(), scheduler::expect_task(task));
    port::none()
}
