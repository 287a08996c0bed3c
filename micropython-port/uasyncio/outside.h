// Which thread is the loop's (see uasyncio_port_is_outside), and how the loops of several threads take turns.
#ifndef UASYNCIO_MICROPYTHON_OUTSIDE_H
#define UASYNCIO_MICROPYTHON_OUTSIDE_H

#include "py/obj.h"

#if MICROPY_PY_THREAD
// Calls a function that runs the loop, when no loop of another thread is at work.  Raises RuntimeError when that takes too
// long, and what the function raises.
mp_obj_t uasyncio_at_loop(mp_obj_t (*run)(mp_obj_t), mp_obj_t argument);

// The loop of this thread sleeps, and others may work.  Returns false when this thread's is not at work.
bool uasyncio_begin_idle(void);

// It works again, as soon as no other does.
void uasyncio_end_idle(void);

// Whether other threads have loops, too: then none of them sleeps for long, because another one may end what it waits for.
bool uasyncio_has_loops_beside(void);

// After a soft reset there is no thread of before.
void uasyncio_forget_loops(void);
#else
static inline mp_obj_t uasyncio_at_loop(mp_obj_t (*run)(mp_obj_t), mp_obj_t argument) {
    return run(argument);
}
static inline bool uasyncio_begin_idle(void) {
    return false;
}
static inline void uasyncio_end_idle(void) {
}
static inline bool uasyncio_has_loops_beside(void) {
    return false;
}
static inline void uasyncio_forget_loops(void) {
}
#endif

#endif // UASYNCIO_MICROPYTHON_OUTSIDE_H
