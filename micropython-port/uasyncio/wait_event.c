// Waiting on a bare-metal port: streams are asked, and the processor sleeps until the next interrupt.
#include "py/runtime.h"
#include "py/mphal.h"
#include "py/stream.h"
#include "guard.h"
#include "outside.h"
#include "types.h"
#include "wait.h"

#if !UASYNCIO_EPOLL

static mp_uint_t (*stream_ioctl(mp_obj_t stream))(mp_obj_t, mp_uint_t, uintptr_t, int *) {
    return mp_get_stream_raise(stream, MP_STREAM_OP_IOCTL)->ioctl;
}

enum uasyncio_watch uasyncio_port_watch(uasyncio_obj_t stream, unsigned event, uasyncio_obj_t task) {
    (void)event;
    (void)task;
    stream_ioctl(stream);
    return UASYNCIO_WATCH_POLL;
}

void uasyncio_port_adopt(uasyncio_obj_t stream) {
    (void)stream;
}

void uasyncio_port_unwatch(uasyncio_obj_t stream, uasyncio_obj_t task) {
    (void)stream;
    (void)task;
}

uasyncio_obj_t uasyncio_port_poll(uasyncio_obj_t stream, unsigned event, unsigned *ready) {
    GUARDED(
        int error = 0;
        mp_uint_t answer = stream_ioctl(stream)(stream, MP_STREAM_POLL, event, &error);
        if (answer == MP_STREAM_ERROR) {
            mp_raise_OSError(error);
        }
        *ready = answer
        );
}

// Whether uasyncio_port_wake was called since the last wait ended.
static volatile bool woken;

static void wait(size_t timeout) {
    if (timeout == SIZE_MAX) {
        mp_event_wait_indefinite();
    } else {
        mp_event_wait_ms(timeout);
    }
}

#if MICROPY_PY_THREAD
static mp_obj_t try_wait(size_t timeout) {
    GUARDED(wait(timeout));
}

static void sleep(size_t timeout) {
    bool was_at_work = uasyncio_begin_idle();
    mp_obj_t raised = try_wait(timeout);
    if (was_at_work) {
        uasyncio_end_idle();
    }
    if (raised != MP_OBJ_NULL) {
        nlr_raise(raised);
    }
}
#else
#define sleep wait
#endif

void uasyncio_port_wait(size_t timeout) {
    if (timeout == 0) {
        return;
    }
    // Scheduled callbacks run in here, and one may set a flag: then no sleep.
    mp_event_handle_nowait();
    if (!woken) {
        sleep(uasyncio_has_loops_beside() ? 1 : timeout);
    }
    // Whoever sets a flag from here on wakes the next wait, and what was set before is seen now.  The fence keeps this
    // order where flags are set by another core.
    woken = false;
    __atomic_thread_fence(__ATOMIC_SEQ_CST);
}

void uasyncio_port_wake(void) {
    __atomic_thread_fence(__ATOMIC_SEQ_CST);
    if (woken) {
        return;
    }
    woken = true;
    #if defined(ESP_PLATFORM)
    // FreeRTOS: the wait is one for a notification, and would last until the next tick without.
    if (xPortInIsrContext()) {
        mp_hal_wake_main_task_from_isr();
    } else {
        mp_hal_wake_main_task();
    }
    #endif
    // What wakes the main thread for a scheduled callback wakes it for us.
    MICROPY_SCHED_HOOK_SCHEDULED;
}

#endif // !UASYNCIO_EPOLL
