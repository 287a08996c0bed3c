//! The C interface of the scheduler: starting the library, running the loop, and the names of `core`.

use crate::coroutine;
use crate::object::{Gc, MaybeObj, Obj, Raise};
use crate::port::{self, Type};
use crate::scheduler::{create_task, no_task, promote_to_task, state, UASYNCIO_STATE_WORDS};

/// A running call of the loop. The host keeps it outside of the frames that an exception may unwind.
#[repr(C)]
pub struct UasyncioRun {
    /// The task whose end ends the loop, or none.
    pub main: MaybeObj,
    /// An exception that came by unwinding, to be given to the loop.
    pub caught: MaybeObj,
    /// The loop's value, or the exception that ended it.
    pub result: MaybeObj,
    pub raised: bool,
    /// The task that was running when this call began.
    outer: MaybeObj,
}

/// Prepares the library when the virtual machine has started or was reset. The state's words may hold anything.
///
/// # Safety
/// Called before anything else of this library, when nothing refers to an older state.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_init() {
    let words = port::state().cast::<usize>();
    core::ptr::write_bytes(words, 0, UASYNCIO_STATE_WORDS);
    let state = state();
    port::init(&state.task_queue, Type::TaskQueue);
    port::init(&state.io_queue, Type::IoQueue);
    state.sleep.init();
}

/// `create_task(coro)`. Raises TypeError when it is no coroutine. Allocates the task.
#[no_mangle]
pub extern "C" fn uasyncio_create_task(coro: Obj) -> Obj {
    create_task(coro).as_obj()
}

/// `core._promote_to_task(awaitable)`: a task as it is, anything else as a new task. Raises TypeError. Allocates the task.
#[no_mangle]
pub extern "C" fn uasyncio_promote_to_task(awaitable: Obj) -> Obj {
    promote_to_task(awaitable).as_obj()
}

/// `current_task()`. Raises RuntimeError when no task runs.
#[no_mangle]
pub extern "C" fn uasyncio_current_task() -> Obj {
    state().current.get().map_or_else(|| no_task(), coroutine::expose)
}

/// `core.cur_task`: the task that runs, or None.
#[no_mangle]
pub extern "C" fn uasyncio_cur_task() -> Obj {
    state().current.get().map_or(port::none(), coroutine::expose)
}

/// `core._task_queue`.
#[no_mangle]
pub extern "C" fn uasyncio_task_queue() -> Obj {
    // SAFETY: the queue lies in the host's words for the state.
    unsafe { Gc::from_ptr((&state().task_queue).into()) }.as_obj()
}

/// `core._io_queue`.
#[no_mangle]
pub extern "C" fn uasyncio_io_queue() -> Obj {
    state().io_queue.as_obj()
}

/// Begins a call of the loop; `awaitable` is its main task or coroutine, or MP_OBJ_NULL to run until nothing is left.
/// Raises TypeError.
///
/// # Safety
/// `run` is writable.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_run_begin(run: *mut UasyncioRun, awaitable: MaybeObj) {
    let main = awaitable.map(|awaitable| promote_to_task(awaitable).as_obj());
    let outer = state().current.get().map(Gc::as_obj);
    run.write(UasyncioRun { main, caught: None, result: None, raised: false, outer });
}

/// Runs the loop to its end; fills in `result` and `raised`. May be left by unwinding: then it is called again with the
/// exception in `caught`.
///
/// # Safety
/// `run` was begun and has not ended.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_run_loop(run: *mut UasyncioRun) {
    let state = state();
    let caught = (*run).caught.take().map(Raise);
    let main = (*run).main.map(|main| Gc::from_obj(main));
    let ended = state.run(main, caught);
    state.current.set((*run).outer.map(|outer| Gc::from_obj(outer)));
    (*run).raised = ended.is_err();
    let (Ok(result) | Err(Raise(result))) = ended;
    (*run).result = Some(result);
}
