// Where a call comes from: the loop's thread, an interrupt handler or another thread.
//
// There is one loop: what it works on is the same, whichever thread runs it.  So of the loops that several threads run one is
// at work at a time, from its begin to its end but for the time in which it sleeps.  It runs whatever task is ready.
#include "py/runtime.h"
#include "py/gc.h"
#include "py/mphal.h"
#include "outside.h"
#include "types.h"
#include "wait.h"

#if MICROPY_PY_THREAD
#include "py/mpthread.h"

// How long a thread waits for its loop's first turn: a task of another loop may wait for this thread in turn.
#define FIRST_TURN_MS (1000)

// The thread whose loop is at work, or was the last one to be; NULL when there is none, and SOME when it is one that has ended.
#define SOME ((void *)&n_loops)
static void *volatile loop_thread;
static volatile bool at_work;
static volatile size_t n_loops;

static bool claim(bool is_new) {
    void *self = mp_thread_get_state();
    mp_uint_t section = MICROPY_BEGIN_ATOMIC_SECTION();
    bool claimed = !at_work || loop_thread == self;
    if (claimed) {
        loop_thread = self;
        at_work = true;
        n_loops += is_new;
    }
    MICROPY_END_ATOMIC_SECTION(section);
    return claimed;
}

static void let_others(void) {
    MP_THREAD_GIL_EXIT();
    mp_hal_delay_us(100);
    MP_THREAD_GIL_ENTER();
}

static void leave(void) {
    mp_uint_t section = MICROPY_BEGIN_ATOMIC_SECTION();
    loop_thread = --n_loops == 0 ? NULL : SOME;
    at_work = false;
    MICROPY_END_ATOMIC_SECTION(section);
}

static bool is_own(void) {
    return at_work && loop_thread == mp_thread_get_state();
}

mp_obj_t uasyncio_at_loop(mp_obj_t (*run)(mp_obj_t), mp_obj_t argument) {
    if (is_own()) {
        return run(argument);
    }
    mp_uint_t begin = mp_hal_ticks_ms();
    while (!claim(true)) {
        if (mp_hal_ticks_ms() - begin > FIRST_TURN_MS) {
            mp_raise_msg(&mp_type_RuntimeError, MP_ERROR_TEXT("the loop of another thread is at work"));
        }
        let_others();
        mp_handle_pending(true);
    }
    if (uasyncio_has_loops_beside()) {
        uasyncio_port_wake();
    }
    nlr_buf_t nlr;
    if (nlr_push(&nlr) == 0) {
        mp_obj_t result = run(argument);
        nlr_pop();
        leave();
        return result;
    }
    leave();
    nlr_jump(nlr.ret_val);
}

bool uasyncio_begin_idle(void) {
    if (!is_own()) {
        // A program waits for streams by hand where no loop runs.
        return false;
    }
    at_work = false;
    return true;
}

void uasyncio_end_idle(void) {
    while (!claim(false)) {
        let_others();
    }
}

bool uasyncio_has_loops_beside(void) {
    return n_loops > 1;
}

void uasyncio_forget_loops(void) {
    loop_thread = NULL;
    at_work = false;
    n_loops = 0;
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
