// Linux: who waits for what (epoll_records.c), what epoll was told of it (epoll_registry.c), and how the library says so
// (epoll_watch.c).
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
    // Nobody waits, and the object at the address may be another one by now (uasyncio_port_adopt).
    uint8_t doubtful : 1;
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

// Opens them as far as the system lets us: one may do without (see uasyncio_has_room).  `idle` tells that nobody is ready.
// Returns false if descriptors were closed, which is reported.
bool uasyncio_epoll_open(bool idle);

// Whether a descriptor is one of them, and so none of the program's.
bool uasyncio_is_own(int fd);

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

// --- Records, among the files above ----------------------------------------------------------------------------------

// NULL if there is no memory for it.
uasyncio_registration_t *uasyncio_registration_or_new(size_t fd);

// By what a stream is known.  A record must not keep it alive, so the collector shall not see its address.
uintptr_t uasyncio_key_of(mp_obj_t stream);

// Whether the record is of this object.  While nobody waits for a socket another one may have come to be at its address;
// then the library has said so when it got hold of the new one (uasyncio_port_adopt).
bool uasyncio_is_of(const uasyncio_registration_t *r, mp_obj_t stream);

// Makes it nobody's.
void uasyncio_forget(uasyncio_registration_t *r);

// Nobody waits for that event any more (0: to read, 1: to write).  Returns who did: who is told, or was cancelled, must not be
// kept alive.
mp_obj_t uasyncio_unwant(uasyncio_registration_t *r, int i);

// Takes out those who wait for what `events` say and reports to them.
void uasyncio_report_events(uasyncio_registration_t *r, unsigned events);

// The operation fails, and who waits for it learns of it.
void uasyncio_report_closed(uasyncio_registration_t *r);

// --- Telling epoll, among the files above ------------------------------------------------------------------------------

// Whether a descriptor is a socket that gives bytes, not datagrams.
bool uasyncio_is_byte_stream(int fd);

// Begins a record that epoll does not know yet.
void uasyncio_begin(int fd, uasyncio_registration_t *r);

// Epoll is told later, before the loop sleeps.
void uasyncio_leave_untold(int fd, uasyncio_registration_t *r);

// A child process shares its parent's epoll until it opens one, and must leave it alone.
bool uasyncio_has_epoll(void);

// Has epoll look for `events`.  Returns an errno.
int uasyncio_tell(int operation, int fd, uasyncio_registration_t *r, unsigned events);

// Has epoll look for what is wanted, whether it knows the descriptor or not.  Returns an errno if the descriptor cannot be
// waited for.
int uasyncio_tell_wanted(int fd, uasyncio_registration_t *r);

#endif // UASYNCIO_MICROPYTHON_EPOLL_H
