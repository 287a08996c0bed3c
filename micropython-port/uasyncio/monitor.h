// monitor, slow_slice_ms.
#ifndef UASYNCIO_MICROPYTHON_MONITOR_H
#define UASYNCIO_MICROPYTHON_MONITOR_H

#include "function.h"
#include "types.h"

#if UASYNCIO_MONITOR
extern const uasyncio_function_t uasyncio_monitor_obj;

// asyncio.slow_slice_ms, as an `attr` function does it.  Whether it is that name, and was not deleted.
bool uasyncio_slow_slice_attr(qstr attr, mp_obj_t *dest);
#else
#define uasyncio_slow_slice_attr(attr, dest) (false)
#endif

#endif // UASYNCIO_MICROPYTHON_MONITOR_H
