// Waiting on a bare-metal port: streams are asked, and the processor sleeps until the next interrupt.
#include "py/runtime.h"
#include "py/mphal.h"
#include "py/stream.h"
#include "guard.h"
#include "types.h"
#include "wait.h"

#if !UASYNCIO_EPOLL

static mp_uint_t (*stream_ioctl(mp_obj_t stream))(mp_obj_t, mp_uint_t, uintptr_t, int *) {
    return mp_get_stream_raise(stream, MP_STREAM_OP_IOCTL)->ioctl;
}

uasyncio_obj_t uasyncio_port_watch(uasyncio_obj_t stream, unsigned events, unsigned *how) {
    (void)events;
    *how = UASYNCIO_WATCH_POLL;
    GUARDED(stream_ioctl(stream));
}

void uasyncio_port_unwatch(uasyncio_obj_t stream) {
    (void)stream;
}

uasyncio_obj_t uasyncio_port_poll(uasyncio_obj_t stream, unsigned events, unsigned *ready) {
    GUARDED(
        int error = 0;
        mp_uint_t answer = stream_ioctl(stream)(stream, MP_STREAM_POLL, events, &error);
        if (answer == MP_STREAM_ERROR) {
            mp_raise_OSError(error);
        }
        *ready = answer
        );
}

uasyncio_obj_t uasyncio_port_wait(intptr_t timeout) {
    if (timeout == 0) {
        return UASYNCIO_NULL;
    }
    GUARDED(
        if (timeout < 0) {
            mp_event_wait_indefinite();
        } else {
            mp_event_wait_ms(timeout);
        }
        );
}

void uasyncio_port_wake(void) {
    // What wakes the main thread for a scheduled callback wakes it for us.
    MICROPY_SCHED_HOOK_SCHEDULED;
}

#endif // !UASYNCIO_EPOLL
