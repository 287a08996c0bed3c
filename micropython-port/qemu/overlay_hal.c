// The time functions MicroPython asks of a port, on top of the board's clock.

#include "py/mphal.h"
#include "py/runtime.h"
#include "overlay.h"

volatile bool overlay_asleep;

void overlay_init(void) {
    clock_start();
}

// Newer releases start their own clock by this name before mp_init().
void ticks_init(void) {
}

mp_uint_t mp_hal_ticks_ms(void) {
    return clock_ms();
}

mp_uint_t mp_hal_ticks_us(void) {
    return clock_us();
}

mp_uint_t mp_hal_ticks_cpu(void) {
    return clock_us();
}

void mp_hal_delay_ms(mp_uint_t ms) {
    mp_uint_t start = mp_hal_ticks_ms();
    mp_event_handle_nowait();
    for (mp_uint_t elapsed; (elapsed = mp_hal_ticks_ms() - start) < ms;) {
        mp_event_wait_ms(ms - elapsed);
    }
}

void mp_hal_delay_us(mp_uint_t us) {
    mp_uint_t start = mp_hal_ticks_us();
    while (mp_hal_ticks_us() - start < us) {
    }
}
