// Where a call comes from: the loop's thread, an interrupt handler or another thread.
#include "py/runtime.h"
#include "py/gc.h"
#include "outside.h"
#include "types.h"

#if MICROPY_PY_THREAD
#include "py/mpthread.h"

// What is the loop's thread while one runs.
static void *volatile loop_thread;

void *uasyncio_enter_loop(void) {
    void *outer = loop_thread;
    loop_thread = mp_thread_get_state();
    return outer;
}

void uasyncio_leave_loop(void *outer) {
    loop_thread = outer;
}
#endif

bool uasyncio_port_is_outside(void) {
    #if defined(ESP_PLATFORM)
    if (xPortInIsrContext()) {
        return true;
    }
    #elif defined(__ARM_ARCH_PROFILE) && __ARM_ARCH_PROFILE == 'M'
    uint32_t exception;
    __asm volatile ("mrs %0, ipsr" : "=r" (exception));
    if (exception != 0) {
        return true;
    }
    #endif
    // The handlers that MicroPython calls lock the heap first, so that this is enough on other processors.
    if (gc_is_locked()) {
        return true;
    }
    #if MICROPY_PY_THREAD
    void *thread = loop_thread;
    return thread != NULL && thread != mp_thread_get_state();
    #else
    return false;
    #endif
}
