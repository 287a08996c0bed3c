// Waiting on Linux: streams with a file descriptor report through epoll.  Others, such as TLS sockets and streams written
// in Python, are asked.
//
// What epoll looks for (`armed`) may be more than what somebody waits for (`wanted`): a busy connection waits again and
// again for the same, and no system call says so each time.  Epoll reports as long as there is something to report, so
// armed events that nobody wants are taken out when they come.
//
// A descriptor can be closed behind our back, and its number used again, and then epoll does not look for it any more.
// Before the loop sleeps, epoll is told anew of all that it was not told when they began to wait.
#include "py/runtime.h"
#include "py/gc.h"
#include "py/mphal.h"
#include "py/mpthread.h"
#include "py/stream.h"
#include "guard.h"
#include "types.h"
#include "wait.h"

#if UASYNCIO_EPOLL

#include <errno.h>
#include <poll.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

// A callback that another thread schedules does not end the wait; it is looked for this often.
#define SCHEDULED_PERIOD_MS (10)

// How many reports are taken at a time.
#define BATCH (128)

#define BOTH (EPOLLIN | EPOLLOUT)

static int epoll_fd = -1;
static int wake_fd = -1;
static atomic_bool woken;

// --- What epoll was told -------------------------------------------------------------------------------------------

// One for each descriptor.  The stream is kept while epoll looks for it, so that no other object can be at its address.
// Only sockets are looked for while nobody waits: they have no finaliser that this would keep from running.
typedef struct {
    mp_obj_t stream;
    // The next descriptor of which epoll must be told before the loop sleeps.
    int next_untold;
    // Part of what epoll hands back: it tells this descriptor from an earlier one of the same number that somebody else,
    // a child process, has kept open.
    uint16_t generation;
    uint8_t armed : 3;
    uint8_t wanted : 3;
    uint8_t untold : 1;
    // What is read is a stream of bytes, not of datagrams.
    uint8_t bytes : 1;
    // The wait that has reported it.
    uint8_t reported_by;
} registration_t;

typedef struct {
    size_t n;
    registration_t of[];
} registry_t;

MP_REGISTER_ROOT_POINTER(void *uasyncio_registry);
static int first_untold = -1;
static uint8_t this_wait;

static registration_t *registration(size_t fd) {
    registry_t *registry = MP_STATE_VM(uasyncio_registry);
    return registry != NULL && fd < registry->n ? &registry->of[fd] : NULL;
}

static registration_t *registration_or_new(size_t fd) {
    registration_t *found = registration(fd);
    if (found != NULL) {
        return found;
    }
    size_t n = fd + fd / 2 + 8;
    registry_t *registry = m_new_obj_var0(registry_t, of, registration_t, n);
    registry->n = n;
    registry_t *old = MP_STATE_VM(uasyncio_registry);
    if (old != NULL) {
        memcpy(registry->of, old->of, old->n * sizeof(registration_t));
    }
    MP_STATE_VM(uasyncio_registry) = registry;
    return &registry->of[fd];
}

static void forget(registration_t *r) {
    r->stream = MP_OBJ_NULL;
    r->armed = r->wanted = 0;
}

// Returns an errno.
static int tell(int operation, int fd, const registration_t *r) {
    struct epoll_event event = { .events = r->armed, .data.u64 = (uint64_t)r->generation << 32 | (uint32_t)fd };
    if (!uasyncio_is_socket(r->stream)) {
        event.events |= EPOLLONESHOT;
    }
    return epoll_ctl(epoll_fd, operation, fd, &event) == 0 ? 0 : errno;
}

// As tell, whether epoll knows the descriptor or not; `operation` is the more likely one.
static int tell_either(int operation, int fd, const registration_t *r) {
    int error = tell(operation, fd, r);
    return error == ENOENT ? tell(EPOLL_CTL_ADD, fd, r) : error == EEXIST ? tell(EPOLL_CTL_MOD, fd, r) : error;
}

static void open_once(void) {
    if (epoll_fd < 0) {
        wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
        epoll_fd = epoll_create1(EPOLL_CLOEXEC);
        struct epoll_event event = { .events = EPOLLIN, .data.u64 = wake_fd };
        if (epoll_fd < 0 || wake_fd < 0 || epoll_ctl(epoll_fd, EPOLL_CTL_ADD, wake_fd, &event) != 0) {
            mp_raise_OSError(errno);
        }
    }
}

// The descriptor is not open: the operation fails, and who waits for it learns of it.
static void report_closed(registration_t *r) {
    mp_obj_t stream = r->stream;
    forget(r);
    uasyncio_report(stream, EPOLLERR);
}

// Epoll reports what cannot be taken out of it any more: a file whose descriptor we have closed, and that somebody else
// keeps open.
static void start_anew(void) {
    int fresh = epoll_create1(EPOLL_CLOEXEC);
    struct epoll_event event = { .events = EPOLLIN, .data.u64 = wake_fd };
    if (fresh < 0 || epoll_ctl(fresh, EPOLL_CTL_ADD, wake_fd, &event) != 0) {
        return;
    }
    close(epoll_fd);
    epoll_fd = fresh;
    registration_t *r;
    for (int fd = 0; (r = registration(fd)) != NULL; ++fd) {
        r->armed = r->wanted;
        if (r->wanted == 0) {
            forget(r);
        } else if (tell(EPOLL_CTL_ADD, fd, r) != 0) {
            report_closed(r);
        }
    }
}

// --- Watching ------------------------------------------------------------------------------------------------------

// The descriptor of a stream, or of an int; -1 if it has none.
static int fileno_of(mp_obj_t stream) {
    if (mp_obj_is_int(stream)) {
        return mp_obj_get_int(stream);
    }
    int error;
    mp_uint_t fd = mp_get_stream_raise(stream, MP_STREAM_OP_IOCTL)->ioctl(stream, MP_STREAM_GET_FILENO, 0, &error);
    return fd == MP_STREAM_ERROR ? -1 : (int)fd;
}

static bool is_byte_stream(int fd) {
    int type;
    socklen_t size = sizeof(type);
    return getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &size) == 0 && type == SOCK_STREAM;
}

int uasyncio_byte_stream_fd(mp_obj_t socket) {
    int fd = fileno_of(socket);
    registration_t *r = registration(fd);
    return r != NULL && r->stream == socket && r->bytes ? fd : -1;
}

// False if epoll does not look for the events of the socket already.
static bool watch_again(mp_obj_t socket, unsigned events) {
    int fd = fileno_of(socket);
    registration_t *r = registration(fd);
    if (r == NULL || r->stream != socket || (r->armed & events) != events) {
        return false;
    }
    r->wanted = events;
    if (!r->untold) {
        r->untold = true;
        r->next_untold = first_untold;
        first_untold = fd;
    }
    return true;
}

static unsigned watch(mp_obj_t stream, unsigned events) {
    open_once();
    int fd = fileno_of(stream);
    if (fd < 0 && !mp_obj_is_int(stream)) {
        return UASYNCIO_WATCH_POLL;
    }
    registration_t *old = registration(fd);
    registration_t r = old == NULL ? (registration_t) { 0 } : *old;
    if (r.stream != stream) {
        if (r.wanted != 0) {
            // Somebody waits for another object that has this descriptor, or had it.
            if (tell(EPOLL_CTL_MOD, fd, &r) == 0) {
                return UASYNCIO_WATCH_POLL;
            }
            report_closed(old);
            return watch(stream, events);
        }
        r.stream = stream;
        r.armed = 0;
        r.bytes = is_byte_stream(fd);
        ++r.generation;
    }
    bool known = r.armed != 0 || !uasyncio_is_socket(stream);
    r.armed |= events;
    r.wanted = events;
    int error = tell_either(known ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, fd, &r);
    if (error == EPERM || error == EBADF) {
        // A plain file never blocks; on a closed one the operation fails, and the caller learns of it.
        return UASYNCIO_WATCH_READY;
    }
    if (error != 0) {
        mp_raise_OSError(error);
    }
    *registration_or_new(fd) = r;
    return UASYNCIO_WATCH_EVENT;
}

uasyncio_obj_t uasyncio_port_watch(uasyncio_obj_t stream, unsigned events, unsigned *how) {
    if (uasyncio_is_socket(stream) && watch_again(stream, events)) {
        *how = UASYNCIO_WATCH_EVENT;
        return UASYNCIO_NULL;
    }
    GUARDED(*how = watch(stream, events));
}

void uasyncio_port_unwatch(uasyncio_obj_t stream) {
    registration_t *r;
    for (int fd = 0; (r = registration(fd)) != NULL; ++fd) {
        if (r->stream == stream) {
            epoll_ctl(epoll_fd, EPOLL_CTL_DEL, fd, NULL);
            forget(r);
            return;
        }
    }
}

static unsigned ask(mp_obj_t stream, unsigned events) {
    int fd = fileno_of(stream);
    if (fd >= 0) {
        struct pollfd pollfd = { .fd = fd, .events = events };
        return poll(&pollfd, 1, 0) > 0 ? pollfd.revents : 0;
    }
    if (mp_obj_is_int(stream)) {
        return MP_STREAM_POLL_NVAL;
    }
    int error = 0;
    mp_uint_t answer = mp_get_stream(stream)->ioctl(stream, MP_STREAM_POLL, events, &error);
    if (answer == MP_STREAM_ERROR) {
        mp_raise_OSError(error);
    }
    return answer;
}

uasyncio_obj_t uasyncio_port_poll(uasyncio_obj_t stream, unsigned events, unsigned *ready) {
    GUARDED(*ready = ask(stream, events));
}

// --- Waiting -------------------------------------------------------------------------------------------------------

// Runs what the virtual machine has pending; returns how long one may wait then.
static int limit_wait(intptr_t timeout) {
    mp_handle_pending(true);
    intptr_t limit = SCHEDULED_PERIOD_MS;
    #if MICROPY_ENABLE_SCHEDULER
    if (MP_STATE_VM(sched_state) == MP_SCHED_PENDING) {
        // A callback that schedules itself.
        limit = 1;
    }
    #endif
    return timeout < 0 || timeout > limit ? limit : timeout;
}

// Returns whether there is nothing to wait for.
static bool tell_untold(void) {
    bool any_closed = false;
    registration_t *r;
    while ((r = registration(first_untold)) != NULL) {
        int fd = first_untold;
        first_untold = r->next_untold;
        r->untold = false;
        if (r->wanted != 0 && tell_either(EPOLL_CTL_MOD, fd, r) != 0) {
            report_closed(r);
            any_closed = true;
        }
    }
    return any_closed;
}

// Nobody wants what epoll reports.
static void disarm(int fd, registration_t *r) {
    r->armed = r->wanted;
    // A descriptor without events would still report errors.
    if (tell(r->wanted != 0 ? EPOLL_CTL_MOD : EPOLL_CTL_DEL, fd, r) != 0) {
        start_anew();
    } else if (r->wanted == 0) {
        forget(r);
    }
}

// Returns whether it was reported by this wait before: then epoll has been through all of them.
static bool take(const struct epoll_event *event) {
    int fd = (int)event->data.u64;
    if (fd == wake_fd) {
        // First the mark, so that a wake that comes between the two is not lost.
        atomic_store(&woken, false);
        uint64_t count;
        (void)!read(wake_fd, &count, sizeof(count));
        return false;
    }
    registration_t *r = registration(fd);
    if (r == NULL || r->generation != event->data.u64 >> 32) {
        start_anew();
        return true;
    }
    if (r->reported_by == this_wait) {
        return true;
    }
    unsigned events = event->events & (r->wanted | ~BOTH);
    if (r->wanted == 0 || events == 0) {
        disarm(fd, r);
        return false;
    }
    mp_obj_t stream = r->stream;
    r->reported_by = this_wait;
    r->wanted = 0;
    if (!uasyncio_is_socket(stream)) {
        forget(r);
    }
    uasyncio_report(stream, events);
    return false;
}

// Nothing is reported for a descriptor that was closed while somebody waits for it.
static void look_for_closed(void) {
    registration_t *r;
    for (int fd = 0; (r = registration(fd)) != NULL; ++fd) {
        if (r->wanted != 0 && tell_either(EPOLL_CTL_MOD, fd, r) != 0) {
            report_closed(r);
        }
    }
}

static void look_for_closed_once_a_second(void) {
    static time_t last;
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
    if (now.tv_sec != last) {
        last = now.tv_sec;
        look_for_closed();
    }
}

static void wait(int timeout) {
    struct epoll_event events[BATCH];
    bool again = false;
    int n;
    ++this_wait;
    look_for_closed_once_a_second();
    do {
        if (timeout == 0) {
            n = epoll_wait(epoll_fd, events, BATCH, 0);
        } else {
            MP_THREAD_GIL_EXIT();
            n = epoll_wait(epoll_fd, events, BATCH, timeout);
            MP_THREAD_GIL_ENTER();
            timeout = 0;
        }
        for (int i = 0; i < n; ++i) {
            again |= take(&events[i]);
        }
    } while (n == BATCH && !again);
}

uasyncio_obj_t uasyncio_port_wait(intptr_t timeout) {
    if (timeout == 0) {
        if (epoll_fd >= 0) {
            wait(0);
        }
        return UASYNCIO_NULL;
    }
    GUARDED(
        open_once();
        int limit = limit_wait(timeout);
        wait(tell_untold() ? 0 : limit)
        );
}

void uasyncio_port_wake(void) {
    if (wake_fd >= 0 && !atomic_exchange(&woken, true)) {
        uint64_t one = 1;
        (void)!write(wake_fd, &one, sizeof(one));
    }
}

#endif // UASYNCIO_EPOLL
