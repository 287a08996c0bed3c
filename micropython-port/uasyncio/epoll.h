// Linux: what somebody waits for, and what epoll was told (epoll_registry.c).
#ifndef UASYNCIO_MICROPYTHON_EPOLL_H
#define UASYNCIO_MICROPYTHON_EPOLL_H

#include <stdint.h>
#include <sys/epoll.h>

#include "py/obj.h"

// While no descriptor is higher, the loop looks at all of them with one poll(), and need not tell epoll of a socket until
// it sleeps.
#define UASYNCIO_FEW (16)

// One for each descriptor.  The stream is kept while epoll looks for it, so that no other object can be at its address.
// Only sockets are looked for while nobody waits: they have no finaliser that this would keep from running.
typedef struct {
    mp_obj_t stream;
    // Who waits to read and to write: the library's, while `wanted` has the event.
    mp_obj_t tasks[2];
    // The next descriptor of which epoll must be told before the loop sleeps.
    int next_untold;
    // Part of what epoll hands back: it tells this descriptor from an earlier one of the same number that somebody else,
    // a child process, has kept open.
    uint16_t generation;
    // The events that epoll looks for, and those that somebody waits for until they are reported.
    uint8_t armed : 3;
    uint8_t wanted : 3;
    uint8_t untold : 1;
    // The events that more than one task wanted at a time: from then on all of them ask, and have their turns.
    uint8_t shared : 3;
    // What is read is a stream of bytes, not of datagrams.
    uint8_t bytes : 1;
    // The wait that has reported it.
    uint8_t reported_by;
} uasyncio_registration_t;

// -1 until the first use.
extern int uasyncio_epoll_fd;
extern int uasyncio_wake_fd;

// Whether a task waits for the event of a stream, and is to be reported to.
bool uasyncio_is_wanted(int fd, mp_obj_t stream, unsigned event);

// Opens both.  Raises OSError.
void uasyncio_epoll_open(void);

// The descriptor of a stream, or of an int; -1 if it has none.  Raises OSError if it is neither.  Runs Python (ioctl).
int uasyncio_fileno(mp_obj_t stream);

// NULL for a descriptor above all that were watched.  Valid until a stream is watched or reported.
uasyncio_registration_t *uasyncio_registration(size_t fd);

// All of them: those of the descriptors below *end.  As valid.
uasyncio_registration_t *uasyncio_registrations(int *end);

// Whether all descriptors are below UASYNCIO_FEW.
bool uasyncio_few(void);

// Reports `events` to those who wait for them.
void uasyncio_report_registration(int fd, uasyncio_registration_t *r, unsigned events);

// Makes epoll look only for what somebody waits for.
void uasyncio_disarm(int fd, uasyncio_registration_t *r);

// Epoll reports what cannot be taken out of it any more: begins with another one.
void uasyncio_epoll_anew(void);

// Tells epoll of what it was not told.  Returns whether descriptors were closed, which is reported.
bool uasyncio_tell_untold(void);

// Reports what is waited for and was closed.
void uasyncio_look_for_closed(void);

#endif // UASYNCIO_MICROPYTHON_EPOLL_H
