// Which thread is the loop's: see uasyncio_port_is_outside.
#ifndef UASYNCIO_MICROPYTHON_OUTSIDE_H
#define UASYNCIO_MICROPYTHON_OUTSIDE_H

#include "py/mpconfig.h"

#if MICROPY_PY_THREAD
// The calling thread runs the loop from now on; what is returned ends that.
void *uasyncio_enter_loop(void);
void uasyncio_leave_loop(void *outer);
#else
static inline void *uasyncio_enter_loop(void) {
    return NULL;
}
static inline void uasyncio_leave_loop(void *outer) {
    (void)outer;
}
#endif

#endif // UASYNCIO_MICROPYTHON_OUTSIDE_H
