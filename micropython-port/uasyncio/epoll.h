// Linux: what somebody waits for, and what epoll was told (epoll_registry.c).
#ifndef UASYNCIO_MICROPYTHON_EPOLL_H
#define UASYNCIO_MICROPYTHON_EPOLL_H

#include <stdint.h>
#include <sys/epoll.h>

#include "py/obj.h"

// While no descriptor is higher, the loop looks at all of them with one poll(), and need not tell epoll of a socket until
// it sleeps.
#define UASYNCIO_FEW (16)

// One for each descriptor.
typedef struct {
    // Says whose it is, without keeping that stream alive; 0 for nobody's.  A stream that somebody waits for is kept by the
    // task that waits.  A socket's record stays when nobody waits any more, another stream's does not.
    uintptr_t key;
    // Who waits to read and to write; MP_OBJ_NULL unless `wanted` has the event.
    mp_obj_t tasks[2];
    // The wait that has reported it last.  They are counted from 1, and do not begin anew within the life of a machine.
    uint64_t reported_by;
    // Part of what epoll hands back: it tells this descriptor from an earlier one of the same number that somebody else,
    // a child process, has kept open.
    uint32_t generation;
    // The next descriptor of which epoll must be told before the loop sleeps.
    int next_untold;
    // The events that epoll looks for, and those that somebody waits for until they are reported.
    uint8_t armed : 3;
    uint8_t wanted : 3;
    uint8_t untold : 1;
    uint8_t socket : 1;
    // The events that more than one task wanted at a time: from then on all of them ask, and have their turns.
    uint8_t shared : 3;
    // What is read is a stream of bytes, not of datagrams.
    uint8_t bytes : 1;
} uasyncio_registration_t;

// -1 while there is none: before the first use, and when the system has no descriptor left for it.
extern int uasyncio_epoll_fd;
extern int uasyncio_wake_fd;

// Whether a task waits for the event of a stream, and is to be reported to.
bool uasyncio_is_wanted(int fd, mp_obj_t stream, unsigned event);

// Opens them as far as the system lets us: one may do without (see uasyncio_has_room).
void uasyncio_epoll_open(void);

// The descriptor of a stream, or of an int; -1 if it has none, or an impossible one.  Raises OSError if it is neither.
// Runs Python (ioctl).
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

// The program has closed the descriptors of this file, and their numbers may be another's: forgets them.
void uasyncio_epoll_lost(void);

// Tells epoll of what it was not told.  Returns false if descriptors were closed, which is reported.
bool uasyncio_tell_untold(void);

// Whether epoll knows all that it was to be told.  If not, poll() must look.
bool uasyncio_has_room(void);

// Reports what is waited for and was closed.  Returns false if something was.
bool uasyncio_look_for_closed(void);

#endif // UASYNCIO_MICROPYTHON_EPOLL_H
