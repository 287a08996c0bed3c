//! The library as a Python program sees it. What raises is a `Result`, what is awaited a future.

use std::future::Future;

use super::catch::call;
use super::object::{int, none, small_int, truth, IntoObj, TRUE};
use super::script::{script, wait};
use uasyncio::api::make::uasyncio_make;
use uasyncio::api::{event_loop, funcs, gather as gathers, run, task_api, task_queue_api as task_queue};
use uasyncio::awaitables::sleep as sleeps;
use uasyncio::awaitables::waiter::uasyncio_primitive_new;
use uasyncio::host::object::{Obj, Result};
use uasyncio::host::port::Type;
use uasyncio::io::{io_queue, stream as streams};
use uasyncio::sync::{event, flag, lock, semaphore};
use uasyncio::tasks::cancel;

#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Task(pub Obj);

pub fn create_task<T: IntoObj>(body: impl Future<Output = Result<T>> + 'static) -> Result<Task> {
    start(script(body))
}

/// `create_task` of any awaitable.
pub fn start(awaitable: Obj) -> Result<Task> {
    call(|| run::uasyncio_create_task(awaitable)).map(Task)
}

pub fn current_task() -> Result<Task> {
    call(|| run::uasyncio_current_task()).map(Task)
}

impl Task {
    pub async fn join(self) -> Result {
        wait(self.0).await
    }

    pub fn cancel(self) -> Result<bool> {
        call(|| unsafe { cancel::uasyncio_task_cancel(self.0) }).map(|done| done == TRUE.as_obj())
    }

    pub fn is_done(self) -> bool {
        (unsafe { task_api::uasyncio_task_done(self.0) }) == TRUE.as_obj()
    }

    pub fn data(self) -> Obj {
        unsafe { task_api::uasyncio_task_data(self.0) }
    }

    pub fn state(self) -> Result {
        call(|| unsafe { task_api::uasyncio_task_state(self.0) })
    }

    pub fn set_state(self, state: Obj) {
        unsafe { task_api::uasyncio_task_set_state(self.0, state) }
    }

    pub fn set_data(self, data: Obj) {
        unsafe { task_api::uasyncio_task_set_data(self.0, data) }
    }

    pub fn ph_key(self) -> usize {
        small_int(unsafe { task_api::uasyncio_task_ph_key(self.0) }).unwrap() as usize
    }
}

pub fn sleep_ms(ms: isize) -> Result {
    call(|| sleeps::uasyncio_sleep_ms(int(ms)))
}

/// `await sleep_ms(ms)`.
pub async fn sleep(ms: isize) -> Result<()> {
    wait(sleep_ms(ms)?).await.map(drop)
}

#[derive(Clone, Copy)]
pub struct Event(pub Obj);

impl Event {
    pub fn new() -> Result<Event> {
        call(|| uasyncio_primitive_new(&event::uasyncio_event)).map(Event)
    }

    pub fn set(self) {
        unsafe { event::uasyncio_event_set(self.0) };
    }

    pub fn clear(self) {
        unsafe { event::uasyncio_event_clear(self.0) };
    }

    pub fn is_set(self) -> bool {
        (unsafe { event::uasyncio_event_is_set(self.0) }) == TRUE.as_obj()
    }

    pub fn awaitable(self) -> Obj {
        unsafe { event::uasyncio_event_wait(self.0) }
    }

    pub async fn wait(self) -> Result {
        wait(self.awaitable()).await
    }
}

#[derive(Clone, Copy)]
pub struct Lock(pub Obj);

impl Lock {
    pub fn new() -> Result<Lock> {
        call(|| uasyncio_primitive_new(&lock::uasyncio_lock)).map(Lock)
    }

    pub fn is_locked(self) -> bool {
        (unsafe { lock::uasyncio_lock_locked(self.0) }) == TRUE.as_obj()
    }

    pub fn awaitable(self) -> Obj {
        unsafe { lock::uasyncio_lock_acquire(self.0) }
    }

    pub async fn acquire(self) -> Result {
        wait(self.awaitable()).await
    }

    pub fn release(self) -> Result<()> {
        call(|| unsafe { lock::uasyncio_lock_release(self.0) }).map(drop)
    }

    /// The end of `async with`.
    pub async fn exit(self) -> Result<()> {
        wait(call(|| unsafe { lock::uasyncio_lock_aexit(self.0) })?).await.map(drop)
    }
}

#[derive(Clone, Copy)]
pub struct Semaphore(pub Obj);

impl Semaphore {
    pub fn new(value: isize) -> Result<Semaphore> {
        call(|| semaphore::uasyncio_semaphore_new(int(value), false)).map(Semaphore)
    }

    pub fn is_locked(self) -> bool {
        (unsafe { semaphore::uasyncio_semaphore_locked(self.0) }) == TRUE.as_obj()
    }

    pub async fn acquire(self) -> Result {
        wait(unsafe { semaphore::uasyncio_semaphore_acquire(self.0) }).await
    }

    pub fn release(self) {
        unsafe { semaphore::uasyncio_semaphore_release(self.0) };
    }
}

#[derive(Clone, Copy)]
pub struct Flag(pub Obj);

impl Flag {
    pub fn new() -> Result<Flag> {
        call(|| uasyncio_primitive_new(&flag::uasyncio_flag)).map(Flag)
    }

    pub fn set(self) {
        unsafe { flag::uasyncio_flag_set(self.0) };
    }

    pub fn clear(self) {
        unsafe { flag::uasyncio_flag_clear(self.0) };
    }

    pub fn is_set(self) -> bool {
        unsafe { flag::uasyncio_flag_is_set(self.0) }
    }

    pub async fn wait(self) -> Result {
        wait(unsafe { flag::uasyncio_flag_wait(self.0) }).await
    }
}

/// `gather(*awaitables, return_exceptions=...)`: a coroutine.
pub fn gather(awaitables: &[Obj], return_exceptions: bool) -> Result {
    let (n, awaitables) = (awaitables.len(), awaitables.as_ptr());
    call(|| unsafe { gathers::uasyncio_gather(n, awaitables, truth(return_exceptions)) })
}

/// `wait_for_ms(awaitable, ms)`: a coroutine; no limit if `ms` is None.
pub fn wait_for_ms(awaitable: Obj, ms: Option<isize>) -> Result {
    let ms = ms.map_or(none(), int);
    call(|| unsafe { funcs::uasyncio_wait_for_ms([awaitable, ms].as_ptr()) })
}

pub fn queue_read(stream: Obj) -> Result<()> {
    call(|| io_queue::uasyncio_queue_read(none(), stream)).map(drop)
}

pub fn queue_write(stream: Obj) -> Result<()> {
    call(|| io_queue::uasyncio_queue_write(none(), stream)).map(drop)
}

#[derive(Clone, Copy)]
pub struct Stream(pub Obj);

impl Stream {
    pub fn new(underneath: Obj) -> Result<Stream> {
        call(|| streams::uasyncio_stream_new(underneath, None)).map(Stream)
    }

    pub async fn read(self, n: isize) -> Result {
        wait(call(|| unsafe { streams::uasyncio_stream_read([self.0, int(n)].as_ptr()) })?).await
    }

    pub async fn readexactly(self, n: isize) -> Result {
        wait(call(|| unsafe { streams::uasyncio_stream_readexactly([self.0, int(n)].as_ptr()) })?).await
    }

    pub async fn readline(self) -> Result {
        wait(call(|| unsafe { streams::uasyncio_stream_readline(self.0) })?).await
    }

    pub fn set_limit(self, bytes: isize) -> Result<()> {
        call(|| unsafe { uasyncio::io::stream_attributes::uasyncio_stream_set_limit(self.0, int(bytes)) })
    }

    pub fn write(self, data: Obj) -> Result<()> {
        call(|| unsafe { streams::uasyncio_stream_write(self.0, data) }).map(drop)
    }

    pub async fn drain(self) -> Result<()> {
        wait(call(|| unsafe { streams::uasyncio_stream_drain(self.0) })?).await.map(drop)
    }

    pub async fn wait_closed(self) -> Result<()> {
        wait(call(|| unsafe { streams::uasyncio_stream_wait_closed(self.0) })?).await.map(drop)
    }
}

#[derive(Clone, Copy)]
pub struct TaskQueue(pub Obj);

impl TaskQueue {
    pub fn new() -> Result<TaskQueue> {
        call(|| uasyncio_make(Type::TaskQueue)).map(TaskQueue)
    }

    pub fn push(self, task: Task, ph_key: Option<isize>) -> Result<()> {
        let ph_key = ph_key.map(int);
        call(|| unsafe { task_queue::uasyncio_task_queue_push(self.0, task.0, ph_key) }).map(drop)
    }

    pub fn pop(self) -> Result<Task> {
        call(|| unsafe { task_queue::uasyncio_task_queue_pop(self.0) }).map(Task)
    }

    pub fn peek(self) -> Obj {
        unsafe { task_queue::uasyncio_task_queue_peek(self.0) }
    }

    pub fn remove(self, task: Task) -> Result<()> {
        call(|| unsafe { task_queue::uasyncio_task_queue_remove(self.0, task.0) }).map(drop)
    }
}

/// `Loop.run_forever()`'s main task.
pub fn stopper() -> Result {
    call(|| event_loop::uasyncio_loop_stopper())
}

pub fn stop() {
    event_loop::uasyncio_loop_stop();
}

/// None for the default one.
pub fn set_exception_handler(handler: Option<Obj>) {
    event_loop::uasyncio_loop_set_exception_handler(handler.unwrap_or_else(none));
}

pub fn new_event_loop() {
    event_loop::uasyncio_new_event_loop();
}
