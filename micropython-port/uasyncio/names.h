// What the module has beyond upstream's names, by groups: each is a switch, and costs nothing when it is off (docs/size.md).
#ifndef UASYNCIO_MICROPYTHON_NAMES_H
#define UASYNCIO_MICROPYTHON_NAMES_H

#include "clock.h"
#include "groups.h"
#include "monitor.h"
#include "runner.h"
#include "threads.h"
#include "types.h"

// The entries of each group in the module's table.

#if UASYNCIO_SEMAPHORES
#define SEMAPHORE_NAMES \
    ENTRY(Semaphore, uasyncio_type_semaphore), \
    ENTRY(BoundedSemaphore, uasyncio_type_bounded_semaphore),
#else
#define SEMAPHORE_NAMES
#endif

#if UASYNCIO_QUEUES
#define QUEUE_NAMES \
    ENTRY(Queue, uasyncio_type_queue), \
    ENTRY(LifoQueue, uasyncio_type_lifo_queue), \
    ENTRY(PriorityQueue, uasyncio_type_priority_queue), \
    ENTRY(QueueEmpty, uasyncio_type_QueueEmpty), \
    ENTRY(QueueFull, uasyncio_type_QueueFull), \
    ENTRY(QueueShutDown, uasyncio_type_QueueShutDown),
#else
#define QUEUE_NAMES
#endif

#if UASYNCIO_TIMEOUTS
#if UASYNCIO_CLOCK
#define TIMEOUT_AT ENTRY(timeout_at, uasyncio_timeout_at_obj),
#else
#define TIMEOUT_AT
#endif
#define TIMEOUT_NAMES \
    ENTRY(timeout, uasyncio_timeout_obj), \
    TIMEOUT_AT \
    ENTRY(timeout_ms, uasyncio_timeout_ms_obj),
#else
#define TIMEOUT_NAMES
#endif

#if UASYNCIO_GROUPS
#define GROUP_NAMES \
    ENTRY(TaskGroup, uasyncio_type_task_group), \
    ENTRY(ExceptionGroup, uasyncio_type_ExceptionGroup),
#else
#define GROUP_NAMES
#endif

#if UASYNCIO_WAIT
#define CONSTANT(name) { MP_ROM_QSTR(MP_QSTR_##name), MP_ROM_QSTR(MP_QSTR_##name) }
#define WAIT_NAMES \
    ENTRY(wait, uasyncio_wait_obj), \
    CONSTANT(ALL_COMPLETED), \
    CONSTANT(FIRST_COMPLETED), \
    CONSTANT(FIRST_EXCEPTION), \
    ENTRY(as_completed, uasyncio_as_completed_obj), \
    ENTRY(shield, uasyncio_shield_obj), \
    ENTRY(ensure_future, uasyncio_ensure_future_obj), \
    ENTRY(get_running_loop, uasyncio_get_running_loop_obj), \
    ENTRY(iscoroutine, uasyncio_iscoroutine_obj), \
    ENTRY(iscoroutinefunction, uasyncio_iscoroutinefunction_obj),
#else
#define WAIT_NAMES
#endif

#if UASYNCIO_FUTURES
#define FUTURE_NAMES \
    ENTRY(Future, uasyncio_type_future), \
    ENTRY(InvalidStateError, uasyncio_type_InvalidStateError),
#else
#define FUTURE_NAMES
#endif

#if UASYNCIO_HANDLES
#define HANDLE_NAMES \
    ENTRY(Handle, uasyncio_type_handle), \
    ENTRY(TimerHandle, uasyncio_type_timer_handle),
#else
#define HANDLE_NAMES
#endif

#if UASYNCIO_ALL_TASKS
#define RUNNER_NAMES \
    ENTRY(all_tasks, uasyncio_all_tasks_obj), \
    ENTRY(Runner, uasyncio_type_runner),
#else
#define RUNNER_NAMES
#endif

#if UASYNCIO_MONITOR
#define MONITOR_NAMES ENTRY(monitor, uasyncio_monitor_obj),
#else
#define MONITOR_NAMES
#endif

#if UASYNCIO_THREADS
#define THREAD_NAMES ENTRY(to_thread, uasyncio_to_thread_obj),
#else
#define THREAD_NAMES
#endif

#if UASYNCIO_RINGBUF_QUEUES
#define RINGBUF_NAMES ENTRY(RingbufQueue, uasyncio_type_ringbuf_queue),
#else
#define RINGBUF_NAMES
#endif

#if UASYNCIO_STREAM_NAMES
#define STREAM_NAMES ENTRY(IncompleteReadError, uasyncio_type_IncompleteReadError),
#else
#define STREAM_NAMES
#endif

#if UASYNCIO_CONDITIONS
#define CONDITION_NAMES \
    ENTRY(Condition, uasyncio_type_condition), \
    ENTRY(Barrier, uasyncio_type_barrier), \
    ENTRY(BrokenBarrierError, uasyncio_type_BrokenBarrierError),
#else
#define CONDITION_NAMES
#endif

#define UASYNCIO_MORE_NAMES \
    SEMAPHORE_NAMES QUEUE_NAMES RINGBUF_NAMES CONDITION_NAMES TIMEOUT_NAMES GROUP_NAMES WAIT_NAMES FUTURE_NAMES HANDLE_NAMES STREAM_NAMES RUNNER_NAMES THREAD_NAMES MONITOR_NAMES

// How many they are.
#define UASYNCIO_MORE_COUNT (sizeof((mp_rom_map_elem_t[]) { UASYNCIO_MORE_NAMES }) / sizeof(mp_rom_map_elem_t))

#endif // UASYNCIO_MICROPYTHON_NAMES_H
