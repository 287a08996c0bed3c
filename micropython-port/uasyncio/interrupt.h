// Whether and how Ctrl-C is kept from raising in the middle of the library (interrupt_unix.c).
#ifndef UASYNCIO_MICROPYTHON_INTERRUPT_H
#define UASYNCIO_MICROPYTHON_INTERRUPT_H

#include "py/mpconfig.h"

// UASYNCIO_WRAP_INTERRUPT is set where the linker can do its part (micropython.mk).
#if MICROPY_ASYNC_KBD_INTR && defined(UASYNCIO_WRAP_INTERRUPT)
#define UASYNCIO_DEFER_INTERRUPTS (1)

// From now on SIGINT raises nothing by itself.
void uasyncio_defer_interrupts(void);

#else
#define UASYNCIO_DEFER_INTERRUPTS (0)

static inline void uasyncio_defer_interrupts(void) {
}
#endif

#endif // UASYNCIO_MICROPYTHON_INTERRUPT_H
