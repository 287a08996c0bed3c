// The Python types of the asyncio module, as the port's C files share them.
#ifndef UASYNCIO_MICROPYTHON_TYPES_H
#define UASYNCIO_MICROPYTHON_TYPES_H

#include "py/obj.h"
#include "uasyncio_port.h"
#include "uasyncio.h"

#if MICROPY_OBJ_REPR == MICROPY_OBJ_REPR_D
#error "uasyncio needs an object representation in which an object fits in a pointer"
#endif

// Stream, Server, open_connection and start_server.
#ifndef UASYNCIO_STREAMS
#define UASYNCIO_STREAMS (1)
#endif

// Server, open_connection and start_server, if the firmware has a module `socket`; without, they raise ImportError.  A board
// whose `socket` is written in Python defines it.  The build's list of modules is not there yet when names are collected.
#ifndef UASYNCIO_SOCKETS
#if !UASYNCIO_STREAMS
#define UASYNCIO_SOCKETS (0)
#elif defined(NO_QSTR)
#define UASYNCIO_SOCKETS (1)
#else
#define uasyncio_module uasyncio_module_listed // It declares ours as a constant, which it is not (modules.h).
#include "genhdr/moduledefs.h"
#undef uasyncio_module
#if defined(MODULE_DEF_SOCKET)
#define UASYNCIO_SOCKETS (1)
#else
#define UASYNCIO_SOCKETS (0)
#endif
#endif
#endif

// What public code uses of the inside beyond the scheduler's queues: core._promote_to_task, funcs._Remove, the I/O queue's map
// and so on (docs/size.md).
#ifndef UASYNCIO_INNER_NAMES
#define UASYNCIO_INNER_NAMES (1)
#endif

// CPython's names, by groups.  All of them where the port has MicroPython's extra features, none on smaller ones.
#ifndef UASYNCIO_CPYTHON
#define UASYNCIO_CPYTHON (MICROPY_CONFIG_ROM_LEVEL >= MICROPY_CONFIG_ROM_LEVEL_EXTRA_FEATURES)
#endif

// Semaphore, BoundedSemaphore.
#ifndef UASYNCIO_SEMAPHORES
#define UASYNCIO_SEMAPHORES (UASYNCIO_CPYTHON)
#endif

// Queue, LifoQueue, PriorityQueue and their exceptions.
#ifndef UASYNCIO_QUEUES
#define UASYNCIO_QUEUES (UASYNCIO_CPYTHON)
#endif

// timeout, timeout_at, timeout_ms.
#ifndef UASYNCIO_TIMEOUTS
#define UASYNCIO_TIMEOUTS (UASYNCIO_CPYTHON)
#endif

// TaskGroup, ExceptionGroup.
#ifndef UASYNCIO_GROUPS
#define UASYNCIO_GROUPS (UASYNCIO_CPYTHON)
#endif

// Future, Loop.create_future; of a task result, exception, cancelled, callbacks, its name, its coroutine, and how often it was cancelled;
// create_task's `name`, InvalidStateError.
#ifndef UASYNCIO_FUTURES
#define UASYNCIO_FUTURES (UASYNCIO_CPYTHON)
#endif

// wait and its constants, as_completed, shield, ensure_future, get_running_loop, iscoroutine, iscoroutinefunction.
#ifndef UASYNCIO_WAIT
#define UASYNCIO_WAIT (UASYNCIO_CPYTHON)
#endif

// Loop.call_soon, call_later, call_at and time.
#ifndef UASYNCIO_HANDLES
#define UASYNCIO_HANDLES (UASYNCIO_CPYTHON)
#endif

// IncompleteReadError; Server.serve_forever.
#ifndef UASYNCIO_STREAM_NAMES
#define UASYNCIO_STREAM_NAMES (UASYNCIO_CPYTHON && UASYNCIO_STREAMS)
#endif

// to_thread, Loop.run_in_executor.  They need threads.
#ifndef UASYNCIO_THREADS
#define UASYNCIO_THREADS (UASYNCIO_CPYTHON && MICROPY_PY_THREAD)
#endif

// all_tasks, Runner.  They need the collector's finalisers.
#ifndef UASYNCIO_ALL_TASKS
#define UASYNCIO_ALL_TASKS (UASYNCIO_CPYTHON && MICROPY_ENABLE_FINALISER)
#endif

// monitor, slow_slice_ms.
#ifndef UASYNCIO_MONITOR
#define UASYNCIO_MONITOR (UASYNCIO_ALL_TASKS && UASYNCIO_FUTURES)
#elif UASYNCIO_MONITOR && !(UASYNCIO_ALL_TASKS && UASYNCIO_FUTURES)
#error "UASYNCIO_MONITOR needs UASYNCIO_ALL_TASKS and UASYNCIO_FUTURES"
#endif

// In the table of each class that a primitive is of, and of Future: what the collector calls.
#if UASYNCIO_ALL_TASKS
MP_DECLARE_CONST_FUN_OBJ_1(uasyncio_freed_obj);
// Of a primitive that is part of another one, or of which it is not yet said of which class it is: the collector asks all for that method.
extern const mp_obj_type_t uasyncio_type_primitive;
#define UASYNCIO_FREED { MP_ROM_QSTR(MP_QSTR___del__), MP_ROM_PTR(&uasyncio_freed_obj) },
#else
#define UASYNCIO_FREED
#endif

// RingbufQueue.
#ifndef UASYNCIO_RINGBUF_QUEUES
#define UASYNCIO_RINGBUF_QUEUES (UASYNCIO_CPYTHON)
#endif

// Loop.call_soon_threadsafe, for that many calls that wait for the loop; two words of RAM each and fourteen more.  0 for none.
#ifndef UASYNCIO_CALLS
#define UASYNCIO_CALLS (UASYNCIO_CPYTHON ? 4 : 0)
#endif

// Condition, Barrier, BrokenBarrierError.
#ifndef UASYNCIO_CONDITIONS
#define UASYNCIO_CONDITIONS (UASYNCIO_CPYTHON)
#endif

// What a derived class overrides counts where upstream calls it through `self`: Lock.acquire in `async with`, and so on
// (overrides.c).  Like CPython's names it is for ports with MicroPython's extra features.
#ifndef UASYNCIO_OVERRIDES
#define UASYNCIO_OVERRIDES (MICROPY_CONFIG_ROM_LEVEL >= MICROPY_CONFIG_ROM_LEVEL_EXTRA_FEATURES)
#endif

extern const mp_obj_type_t uasyncio_type_task;
extern const mp_obj_type_t uasyncio_type_future;
extern const mp_obj_type_t uasyncio_type_task_queue;
extern const mp_obj_type_t uasyncio_type_io_queue;
extern const mp_obj_type_t uasyncio_type_sleep;
extern const mp_obj_type_t uasyncio_type_waiter;
extern const mp_obj_type_t uasyncio_type_coroutine;
extern const mp_obj_type_t uasyncio_type_gather;
extern const mp_obj_type_t uasyncio_type_event;
extern const mp_obj_type_t uasyncio_type_lock;
extern const mp_obj_type_t uasyncio_type_flag;
extern const mp_obj_type_t uasyncio_type_semaphore;
extern const mp_obj_type_t uasyncio_type_bounded_semaphore;
extern const mp_obj_type_t uasyncio_type_queue;
extern const mp_obj_type_t uasyncio_type_lifo_queue;
extern const mp_obj_type_t uasyncio_type_priority_queue;
extern const mp_obj_type_t uasyncio_type_ringbuf_queue;
extern const mp_obj_type_t uasyncio_type_timeout;
extern const mp_obj_type_t uasyncio_type_task_group;
extern const mp_obj_type_t uasyncio_type_as_completed;
extern const mp_obj_type_t uasyncio_type_handle;
extern const mp_obj_type_t uasyncio_type_timer_handle;
extern const mp_obj_type_t uasyncio_type_condition;
extern const mp_obj_type_t uasyncio_type_barrier;
extern const mp_obj_type_t uasyncio_type_stream;
extern const mp_obj_type_t uasyncio_type_server;
extern const mp_obj_type_t uasyncio_type_loop;
extern const mp_obj_type_t uasyncio_type_CancelledError;
extern const mp_obj_type_t uasyncio_type_TimeoutError;
extern const mp_obj_type_t uasyncio_type_QueueEmpty;
extern const mp_obj_type_t uasyncio_type_QueueFull;
extern const mp_obj_type_t uasyncio_type_QueueShutDown;
extern const mp_obj_type_t uasyncio_type_BrokenBarrierError;
extern const mp_obj_type_t uasyncio_type_ExceptionGroup;
extern const mp_obj_type_t uasyncio_type_InvalidStateError;
extern const mp_obj_type_t uasyncio_type_IncompleteReadError;

// A new exception with two arguments, that are never missing. Raises MemoryError. Allocates.
mp_obj_t uasyncio_exception_with(const mp_obj_type_t *type, mp_obj_t first, mp_obj_t second);
// Makes an IncompleteReadError.
MP_DECLARE_CONST_FUN_OBJ_2(uasyncio_incomplete_read_obj);

// A class of exceptions.
#define UASYNCIO_EXCEPTION(name, base) \
    MP_DEFINE_CONST_OBJ_TYPE( \
    uasyncio_type_##name, MP_QSTR_##name, MP_TYPE_FLAG_NONE, \
    make_new, mp_obj_exception_make_new, print, mp_obj_exception_print, attr, mp_obj_exception_attr, parent, &base)

// The parent of the classes above that a program may derive a class from and call by their names: Event.__init__(self).
extern const mp_obj_type_t uasyncio_type_derivable;

// What a program knows such a class by, and the parent of its type.
#if UASYNCIO_OVERRIDES
// What a program stores in them is in a map of each, which is looked into before the functions (overrides.c); these are its places.
#define UASYNCIO_CLASS_event (0)
#define UASYNCIO_CLASS_lock (1)
#define UASYNCIO_CLASS_flag (2)
#define UASYNCIO_CLASS_stream (3)
#define UASYNCIO_CLASS_server (4)
#define UASYNCIO_CLASS_CancelledError (5)
#define UASYNCIO_CLASS_TimeoutError (6)
#define UASYNCIO_CLASSES (7)
#define UASYNCIO_HAS_NAMES(name) (MP_STATE_VM(uasyncio_class_names)[UASYNCIO_CLASS_##name].map.alloc != 0)
extern mp_obj_type_t uasyncio_class_event;
extern mp_obj_type_t uasyncio_class_lock;
extern mp_obj_type_t uasyncio_class_flag;
extern mp_obj_type_t uasyncio_class_stream;
extern mp_obj_type_t uasyncio_class_server;
#define UASYNCIO_PARENT(name) uasyncio_class_##name
#else
#define UASYNCIO_HAS_NAMES(name) (false)
#define uasyncio_class_event uasyncio_type_event
#define uasyncio_class_lock uasyncio_type_lock
#define uasyncio_class_flag uasyncio_type_flag
#define uasyncio_class_stream uasyncio_type_stream
#define uasyncio_class_server uasyncio_type_server
#define UASYNCIO_PARENT(name) uasyncio_type_derivable
#endif

// Makes an instance of one of the types above that take no arguments.
mp_obj_t uasyncio_make_new(const mp_obj_type_t *type, size_t n_args, size_t n_kw, const mp_obj_t *args);

#endif // UASYNCIO_MICROPYTHON_TYPES_H
