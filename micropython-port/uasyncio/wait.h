// How this port waits for what comes from outside: see uasyncio_port_wait.
#ifndef UASYNCIO_MICROPYTHON_WAIT_H
#define UASYNCIO_MICROPYTHON_WAIT_H

#include "py/mpconfig.h"

// Linux reports which of many descriptors are ready without looking at the others (wait_epoll.c).  Everywhere else
// streams are asked, and any interrupt ends the wait (wait_event.c).
#ifndef UASYNCIO_EPOLL
#if defined(__linux__) && MICROPY_PY_SELECT_POSIX_OPTIMISATIONS
#define UASYNCIO_EPOLL (1)
#else
#define UASYNCIO_EPOLL (0)
#endif
#endif

// See uasyncio_port_const.poll_period.
#ifndef UASYNCIO_POLL_PERIOD_MS
#if defined(__unix__) || defined(__APPLE__)
#define UASYNCIO_POLL_PERIOD_MS (1)
#else
#define UASYNCIO_POLL_PERIOD_MS (0)
#endif
#endif

#endif // UASYNCIO_MICROPYTHON_WAIT_H
