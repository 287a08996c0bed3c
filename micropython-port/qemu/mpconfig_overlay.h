// The qemu port's configuration plus what asyncio needs.  MP_CONFIGFILE points here instead of at mpconfigport.h.

// The asyncio module of this repository comes with -DMICROPY_PY_ASYNCIO=(0); without it upstream's is built.
#ifndef MICROPY_PY_ASYNCIO
#define OVERLAY_UPSTREAM_ASYNCIO
#endif

#include "mpconfigport.h"

#ifdef OVERLAY_UPSTREAM_ASYNCIO
#undef MICROPY_PY_ASYNCIO
#define MICROPY_PY_ASYNCIO          (1)
#endif

// Native code would be for extensions that neither the ESP32-C3 nor the emulator of Debian 12 has.
#undef MICROPY_EMIT_RV32_ZBA
#define MICROPY_EMIT_RV32_ZBA       (0)
#undef MICROPY_EMIT_RV32_ZCMP
#define MICROPY_EMIT_RV32_ZCMP      (0)

#undef MICROPY_PY_TIME
#define MICROPY_PY_TIME             (1)
#undef MICROPY_PY_SELECT
#define MICROPY_PY_SELECT           (1)

#define MICROPY_PORT_INIT_FUNC      overlay_init()

// Hard interrupts hand work to the scheduler, so atomic sections must keep them out.
#define MICROPY_BEGIN_ATOMIC_SECTION()      overlay_irq_disable()
#define MICROPY_END_ATOMIC_SECTION(state)   overlay_irq_restore(state)

// Sleep until the next interrupt, at the latest the next millisecond tick.
#define MICROPY_INTERNAL_WFE(TIMEOUT_MS)    overlay_wait_for_interrupt()

#include "overlay.h"
