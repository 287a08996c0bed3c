// Loop.time(): the loop's clock in seconds, and points of it.
#ifndef UASYNCIO_MICROPYTHON_CLOCK_H
#define UASYNCIO_MICROPYTHON_CLOCK_H

#include "py/obj.h"

// Without floats there is no Loop.time, and nothing that is told in it.
#define UASYNCIO_CLOCK (MICROPY_PY_BUILTINS_FLOAT)

// A time of the clock: so many milliseconds from now.  None without floats.  Allocates.
mp_obj_t uasyncio_clock_after(mp_int_t ms);

// The milliseconds from now to a time of the clock, rounded up.  Raises TypeError, OverflowError.
mp_int_t uasyncio_clock_until(mp_obj_t when);

#endif // UASYNCIO_MICROPYTHON_CLOCK_H
