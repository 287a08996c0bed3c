// Callbacks that are scheduled on Linux end the loop's wait, whichever thread or signal handler they come from.
//
// MicroPython has a hook for this, which is the port's to define, and a variant's.  So the linker calls these functions
// instead of MicroPython's (micropython.mk).
#include "py/runtime.h"

#if MICROPY_ENABLE_SCHEDULER && defined(UASYNCIO_WRAP_SCHEDULE)

#include "uasyncio_port.h"

extern bool __real_mp_sched_schedule(mp_obj_t function, mp_obj_t arg);
bool __wrap_mp_sched_schedule(mp_obj_t function, mp_obj_t arg);
extern bool __real_mp_sched_schedule_node(mp_sched_node_t *node, mp_sched_callback_t callback);
bool __wrap_mp_sched_schedule_node(mp_sched_node_t *node, mp_sched_callback_t callback);

bool __wrap_mp_sched_schedule(mp_obj_t function, mp_obj_t arg) {
    bool scheduled = __real_mp_sched_schedule(function, arg);
    uasyncio_port_wake();
    return scheduled;
}

bool __wrap_mp_sched_schedule_node(mp_sched_node_t *node, mp_sched_callback_t callback) {
    bool scheduled = __real_mp_sched_schedule_node(node, callback);
    uasyncio_port_wake();
    return scheduled;
}

#endif // MICROPY_ENABLE_SCHEDULER && defined(UASYNCIO_WRAP_SCHEDULE)
