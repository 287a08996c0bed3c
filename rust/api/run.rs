//! The C interface of the scheduler: starting the library, running the loop, and the names of `core`.

use crate::api::event_loop;
use crate::api::state::{leave_line, state, UASYNCIO_STATE_WORDS};
use crate::awaitables::coroutine;
use crate::host::object::{Gc, MaybeObj, Obj, Raise};
use crate::host::port::{self, Exception, Name, Type};
use crate::host::text::text;
use crate::io::io_queue;
use crate::run_loop::run_loop::{RunLoop, Surroundings};
use crate::tasks::create_task::{create_task, new_task, promote_to_task};
use crate::tasks::state::no_task;
use crate::tasks::task::Task;

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

/// The version of the interface, that of both headers and of the archive: one more whenever one of the three no longer works
/// with what an earlier release has of the others.
pub const UASYNCIO_INTERFACE: u32 = 1;
const _: () =
    assert!(UASYNCIO_INTERFACE == port::INTERFACE, "uasyncio_port.h is of another version of the interface");

/// `uasyncio_init()`: prepares the library when the virtual machine has started or was reset. The state's words may hold
/// anything. The linker knows it by this name, which has the interface's version in it and says what to do when it is not there.
///
/// # Safety
/// Called before anything else of this library, when nothing refers to an older state.
#[export_name = "uasyncio_interface_1_take_headers_and_archive_of_one_release"]
pub unsafe extern "C" fn uasyncio_init() {
    let words = port::state().cast::<usize>();
    core::ptr::write_bytes(words, 0, UASYNCIO_STATE_WORDS);
    let state = state();
    port::init(&state.own_task_queue, Type::TaskQueue);
    state.task_queue.init(&state.own_task_queue);
    state.leave_line.set(Some(leave_line));
    state.sleep.init();
    io_queue::State::init(state);
}

/// Does nothing, and is only in archives that work with any objects. One with `+a` in its name has None, True and False as the
/// constants that they are in MicroPython's object representation A; a host that has others calls this, so that the linker refuses
/// such an archive, by a name that says what to do.
#[cfg(not(feature = "objects-a"))]
#[no_mangle]
pub extern "C" fn uasyncio_take_an_archive_without_a_in_its_name() {}

/// `create_task(coro)`. Raises TypeError when it is no coroutine. Allocates the task.
#[no_mangle]
pub extern "C" fn uasyncio_create_task(coro: Obj) -> Obj {
    new_task(coro).as_obj()
}

/// `core.create_task(coro)`, as others than programs call it: what a program has put in its place. Raises what that raises.
#[no_mangle]
pub extern "C" fn uasyncio_replaced_create_task(coro: Obj) -> Obj {
    create_task(coro)
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

/// Whether a task runs.
#[no_mangle]
pub extern "C" fn uasyncio_is_running() -> bool {
    state().current.get().is_some()
}

/// What may stand for the names of `core`, from `Name::CreateTask` on.
static TYPES: [Type; 6] = [Type::Other, Type::Task, Type::Task, Type::TaskQueue, Type::IoQueue, Type::Other];

/// A name of `core` that the library looks up itself: `cur_task` and `_stop_task`, a task or None, `_task_queue`, `_io_queue`,
/// `_exc_context`, and `create_task` if the program has replaced it. With MP_OBJ_NULL for `value`, what it stands for; else it
/// stands for that from now on, also for a loop that runs, and MP_OBJ_NULL is returned. Raises TypeError for what is of another type.
#[no_mangle]
pub extern "C" fn uasyncio_live(name: Name, value: MaybeObj) -> MaybeObj {
    let state = state();
    // SAFETY: the host names one of these, and what is stored is of that type.
    let (place, of) =
        unsafe { (state.place(name), *TYPES.get_unchecked(name as usize - Name::CreateTask as usize)) };
    let Some(value) = value else {
        return Some(match place.get() {
            // SAFETY: it is of that type.
            Some(task) if of == Type::Task => coroutine::expose(unsafe { Gc::from_obj(task) }),
            Some(object) => object,
            None if of == Type::Task => port::none(),
            None => {
                // Of the others only this one may not be there.
                let context = event_loop::new_context();
                place.set(Some(context));
                context
            }
        });
    };
    let object = match port::native::<Task>(value, of) {
        Some(native) => Some(native.as_obj()),
        None if of == Type::Other => Some(value),
        None if of == Type::Task && value == port::none() => None,
        None => port::fail(Exception::TypeError, text!("wrong type")),
    };
    if of == Type::IoQueue {
        io_queue::set_aside(state.io_queue());
    }
    place.set(object);
    state.end_round();
    if let (Name::CurTask, Some(task)) = (name, state.current.get()) {
        // As the loop does it, for programs that run tasks themselves.
        state.resumed.set(task.leave_shared_awaitable());
    }
    None
}

/// `_io_queue.wait_io_event(ms)`, for programs that run tasks themselves: waits until a stream is ready or a flag is set, for
/// ever if `ms` is -1, and makes ready whom it concerns. Raises TypeError, and what the host's wait does.
#[no_mangle]
pub extern "C" fn uasyncio_queue_wait(_io_queue: Obj, ms: Obj) -> Obj {
    let state = state();
    let current = state.current.get();
    state.look_outside(port::get_int(ms) as usize);
    state.current.set(current);
    port::none()
}

/// Begins a call of the loop; `awaitable` is its main task or coroutine, or MP_OBJ_NULL to run until nothing is left.
/// Raises TypeError.
///
/// # Safety
/// `run` is writable.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_run_begin(run: *mut UasyncioRun, awaitable: MaybeObj) {
    // One that is over ends nothing.
    let main = awaitable.map(promote_to_task).filter(|main| !main.is_over()).map(Gc::as_obj);
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
    let ended = RunLoop { state, surroundings: state }.run(main, caught);
    state.current.set((*run).outer.map(|outer| Gc::from_obj(outer)));
    (*run).raised = ended.is_err();
    let (Ok(result) | Err(Raise(result))) = ended;
    (*run).result = Some(result);
}
