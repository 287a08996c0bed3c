// How this port waits for what comes from outside: see uasyncio_port_wait.
#ifndef UASYNCIO_MICROPYTHON_WAIT_H
#define UASYNCIO_MICROPYTHON_WAIT_H

#include "py/obj.h"
#include "uasyncio_port.h"

// Linux reports which of many descriptors are ready without looking at the others (wait_epoll.c).  Everywhere else
// streams are asked, and any interrupt ends the wait (wait_event.c).
#ifndef UASYNCIO_EPOLL
#if defined(__linux__) && MICROPY_PY_SELECT_POSIX_OPTIMISATIONS
#define UASYNCIO_EPOLL (1)
#else
#define UASYNCIO_EPOLL (0)
#endif
#endif

#if UASYNCIO_EPOLL
static inline bool uasyncio_is_socket(mp_obj_t stream) {
    #if MICROPY_PY_SOCKET
    extern const mp_obj_type_t mp_type_socket;
    return mp_obj_is_type(stream, &mp_type_socket);
    #else
    (void)stream;
    return false;
    #endif
}

// The descriptor of a watched socket that gives bytes, not datagrams, else -1 (epoll_watch.c).
int uasyncio_byte_stream_fd(mp_obj_t socket);

// Forgets a stream that is to be closed; who waits for it learns of it (epoll_watch.c).
void uasyncio_unwatch_all(mp_obj_t stream);

// As uasyncio_port_call_method, for a socket that is args[0]; MP_OBJ_NULL for other names.  Unwinds (socket_unix.c).
mp_obj_t uasyncio_socket_call(enum uasyncio_name name, size_t n_args, const mp_obj_t *args);
#endif

// See uasyncio_port_const.poll_period.
#ifndef UASYNCIO_POLL_PERIOD_MS
#if defined(__unix__) || defined(__APPLE__)
#define UASYNCIO_POLL_PERIOD_MS (1)
#else
#define UASYNCIO_POLL_PERIOD_MS (SIZE_MAX)
#endif
#endif

#endif // UASYNCIO_MICROPYTHON_WAIT_H
