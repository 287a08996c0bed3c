// Loop.time(): see clock.h.
#include "py/runtime.h"
#include "py/mphal.h"
#include "py/smallint.h"
#include "clock.h"
#include "types.h"

#if UASYNCIO_CLOCK
// Milliseconds since the start.  Where the port's counter is of 32 bits it comes round after 49 days, which is seen if somebody asks
// at least that often.
static mp_float_t now_ms(void) {
    mp_uint_t now = mp_hal_ticks_ms();
    #if UINTPTR_MAX <= UINT32_MAX
    static uint32_t last, rounds;
    rounds += (uint32_t)now < last;
    last = now;
    return (mp_float_t)rounds * MICROPY_FLOAT_CONST(4294967296.0) + (mp_float_t)last;
    #else
    return (mp_float_t)now;
    #endif
}

mp_obj_t uasyncio_clock_after(mp_int_t ms) {
    return mp_obj_new_float((now_ms() + (mp_float_t)ms) / 1000);
}

mp_int_t uasyncio_clock_until(mp_obj_t when) {
    mp_float_t ms = mp_obj_get_float(when) * 1000 - now_ms();
    // What is past is as good as now.
    if (!(ms > 0)) {
        return 0;
    }
    // The library raises OverflowError for less than that.
    mp_int_t most = MP_SMALL_INT_MAX;
    if (ms >= (mp_float_t)most) {
        return most;
    }
    // To the nearest one: seconds as a float are a little less or more than whole milliseconds.
    return (mp_int_t)(ms + MICROPY_FLOAT_CONST(0.5));
}
#else
mp_obj_t uasyncio_clock_after(mp_int_t ms) {
    (void)ms;
    return mp_const_none;
}
#endif
