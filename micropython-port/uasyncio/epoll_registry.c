// Linux: which streams somebody waits for, and what epoll was told of them.
//
// What epoll looks for (`armed`) may be more than what somebody waits for (`wanted`): a busy connection waits again and
// again for the same, and no system call says so each time.  Epoll reports as long as there is something to report, so
// armed events that nobody wants are taken out when they come.
//
// A descriptor can be closed behind our back, and its number used again, and then epoll does not look for it any more.
// Before the loop sleeps, epoll is told anew of all that it was not told when they began to wait.
#include "py/runtime.h"
#include "py/stream.h"
#include "types.h"
#include "wait.h"

#if UASYNCIO_EPOLL

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "epoll.h"

typedef uasyncio_registration_t registration_t;

typedef struct {
    size_t n;
    // No descriptor that was ever watched is as high.
    size_t end;
    registration_t of[];
} registry_t;

MP_REGISTER_ROOT_POINTER(void *uasyncio_registry);
static int first_untold = -1;
int uasyncio_epoll_fd = -1;
int uasyncio_wake_fd = -1;

void uasyncio_epoll_open(void) {
    if (uasyncio_epoll_fd < 0) {
        uasyncio_wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
        uasyncio_epoll_fd = epoll_create1(EPOLL_CLOEXEC);
        struct epoll_event event = { .events = EPOLLIN, .data.u64 = uasyncio_wake_fd };
        if (uasyncio_epoll_fd < 0 || uasyncio_wake_fd < 0
            || epoll_ctl(uasyncio_epoll_fd, EPOLL_CTL_ADD, uasyncio_wake_fd, &event) != 0) {
            mp_raise_OSError(errno);
        }
    }
}

int uasyncio_fileno(mp_obj_t stream) {
    if (mp_obj_is_int(stream)) {
        return mp_obj_get_int(stream);
    }
    int error;
    mp_uint_t fd = mp_get_stream_raise(stream, MP_STREAM_OP_IOCTL)->ioctl(stream, MP_STREAM_GET_FILENO, 0, &error);
    return fd == MP_STREAM_ERROR ? -1 : (int)fd;
}

// --- The records ---------------------------------------------------------------------------------------------------

registration_t *uasyncio_registration(size_t fd) {
    registry_t *registry = MP_STATE_VM(uasyncio_registry);
    return registry != NULL && fd < registry->n ? &registry->of[fd] : NULL;
}

uasyncio_registration_t *uasyncio_registrations(int *end) {
    registry_t *registry = MP_STATE_VM(uasyncio_registry);
    *end = registry == NULL ? 0 : registry->end;
    return registry == NULL ? NULL : registry->of;
}

bool uasyncio_few(void) {
    registry_t *registry = MP_STATE_VM(uasyncio_registry);
    return registry == NULL || registry->n <= UASYNCIO_FEW;
}

static registration_t *registration_or_new(size_t fd) {
    if (uasyncio_registration(fd) == NULL) {
        size_t n = fd < UASYNCIO_FEW ? UASYNCIO_FEW : 2 * fd;
        registry_t *registry = m_new_obj_var0(registry_t, of, registration_t, n);
        registry->n = n;
        registry_t *old = MP_STATE_VM(uasyncio_registry);
        if (old != NULL) {
            registry->end = old->end;
            memcpy(registry->of, old->of, old->n * sizeof(registration_t));
        }
        MP_STATE_VM(uasyncio_registry) = registry;
        if (!uasyncio_few()) {
            // From now on epoll must know.
            uasyncio_tell_untold();
        }
    }
    registry_t *registry = MP_STATE_VM(uasyncio_registry);
    registry->end = MAX(registry->end, fd + 1);
    return &registry->of[fd];
}

static void forget(registration_t *r) {
    r->stream = MP_OBJ_NULL;
    r->armed = r->wanted = r->shared = 0;
}

// What each of a registration's tasks waits for.
static const unsigned event_of[] = { EPOLLIN, EPOLLOUT };

// Takes out those who wait for what `events` say and reports to them.
static void report(registration_t *r, unsigned events) {
    for (int i = 0; i < 2; ++i) {
        // Whatever is neither readable nor writable is an error, and for both to see.
        if ((r->wanted & event_of[i]) && (events & ~event_of[1 - i])) {
            r->wanted &= ~event_of[i];
            uasyncio_report(r->tasks[i]);
        }
    }
}

// The operation fails, and who waits for it learns of it.
static void report_closed(registration_t *r) {
    report(r, EPOLLERR);
    forget(r);
}

// --- Telling epoll -------------------------------------------------------------------------------------------------

// Returns an errno.
static int tell(int operation, int fd, const registration_t *r) {
    struct epoll_event event = { .events = r->armed, .data.u64 = (uint64_t)r->generation << 32 | (uint32_t)fd };
    if (!uasyncio_is_socket(r->stream)) {
        event.events |= EPOLLONESHOT;
    }
    return epoll_ctl(uasyncio_epoll_fd, operation, fd, &event) == 0 ? 0 : errno;
}

// Has epoll look for what is wanted, whether it knows the descriptor or not.
static int tell_wanted(int fd, registration_t *r) {
    // The more likely one first.
    int operation = r->armed != 0 || !uasyncio_is_socket(r->stream) ? EPOLL_CTL_MOD : EPOLL_CTL_ADD;
    r->armed |= r->wanted;
    int error = tell(operation, fd, r);
    return error == ENOENT ? tell(EPOLL_CTL_ADD, fd, r) : error == EEXIST ? tell(EPOLL_CTL_MOD, fd, r) : error;
}

void uasyncio_report_registration(int fd, registration_t *r, unsigned events) {
    report(r, events);
    if (!uasyncio_is_socket(r->stream)) {
        // It reports once.
        r->armed = 0;
        if (r->wanted == 0) {
            forget(r);
        } else if (tell_wanted(fd, r) != 0) {
            report_closed(r);
        }
    }
}

bool uasyncio_tell_untold(void) {
    bool any_closed = false;
    registration_t *r;
    while ((r = uasyncio_registration(first_untold)) != NULL) {
        int fd = first_untold;
        first_untold = r->next_untold;
        r->untold = false;
        if (r->wanted != 0 && tell_wanted(fd, r) != 0) {
            report_closed(r);
            any_closed = true;
        }
    }
    return any_closed;
}

void uasyncio_look_for_closed(void) {
    registration_t *r;
    for (int fd = 0; (r = uasyncio_registration(fd)) != NULL; ++fd) {
        if (r->wanted != 0 && tell_wanted(fd, r) != 0) {
            report_closed(r);
        }
    }
}

void uasyncio_epoll_anew(void) {
    int fresh = epoll_create1(EPOLL_CLOEXEC);
    struct epoll_event event = { .events = EPOLLIN, .data.u64 = uasyncio_wake_fd };
    if (fresh < 0 || epoll_ctl(fresh, EPOLL_CTL_ADD, uasyncio_wake_fd, &event) != 0) {
        return;
    }
    close(uasyncio_epoll_fd);
    uasyncio_epoll_fd = fresh;
    registration_t *r;
    for (int fd = 0; (r = uasyncio_registration(fd)) != NULL; ++fd) {
        r->armed = 0;
        if (r->wanted == 0) {
            forget(r);
        } else if (tell_wanted(fd, r) != 0) {
            report_closed(r);
        }
    }
}

void uasyncio_disarm(int fd, registration_t *r) {
    r->armed = r->wanted;
    // A descriptor without events would still report errors.
    if (tell(r->wanted != 0 ? EPOLL_CTL_MOD : EPOLL_CTL_DEL, fd, r) != 0) {
        uasyncio_epoll_anew();
    } else if (r->wanted == 0) {
        forget(r);
    }
}

// --- Watching ------------------------------------------------------------------------------------------------------

static bool is_byte_stream(int fd) {
    int type;
    socklen_t size = sizeof(type);
    return getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &size) == 0 && type == SOCK_STREAM;
}

int uasyncio_byte_stream_fd(mp_obj_t socket) {
    int fd = uasyncio_fileno(socket);
    registration_t *r = uasyncio_registration(fd);
    return r != NULL && r->stream == socket && r->bytes ? fd : -1;
}

static void want(registration_t *r, unsigned event, mp_obj_t task) {
    r->wanted |= event;
    r->tasks[event == EPOLLOUT] = task;
}

bool uasyncio_is_wanted(int fd, mp_obj_t stream, unsigned event) {
    registration_t *r = uasyncio_registration(fd);
    return r != NULL && r->stream == stream && (r->wanted & event);
}

static void want_untold(int fd, registration_t *r, unsigned event, mp_obj_t task) {
    want(r, event, task);
    if (!r->untold) {
        r->untold = true;
        r->next_untold = first_untold;
        first_untold = fd;
    }
}

// Whether the socket is known and epoll need not be told now.
static bool watch_again(mp_obj_t socket, unsigned event, mp_obj_t task) {
    int fd = uasyncio_fileno(socket);
    registration_t *r = uasyncio_registration(fd);
    if (r == NULL || r->stream != socket || ((r->wanted | r->shared) & event) || (!(r->armed & event) && !uasyncio_few())) {
        return false;
    }
    want_untold(fd, r, event, task);
    return true;
}

enum uasyncio_watch uasyncio_port_watch(uasyncio_obj_t stream, unsigned event, uasyncio_obj_t task) {
    if (uasyncio_is_socket(stream) && watch_again(stream, event, task)) {
        return UASYNCIO_WATCH_EVENT;
    }
    uasyncio_epoll_open();
    int fd = uasyncio_fileno(stream);
    if (fd < 0 && !mp_obj_is_int(stream)) {
        return UASYNCIO_WATCH_POLL;
    }
    if (uasyncio_registration(fd) == NULL && fcntl(fd, F_GETFD) < 0) {
        return UASYNCIO_WATCH_READY;
    }
    registration_t *r = registration_or_new(fd);
    while (r->stream != stream && r->wanted != 0) {
        // Somebody waits for another object that has this descriptor, or had it.
        if (r->armed == 0 || tell(EPOLL_CTL_MOD, fd, r) == 0) {
            return UASYNCIO_WATCH_POLL;
        }
        report_closed(r);
    }
    if (r->stream != stream) {
        r->stream = stream;
        r->armed = r->shared = 0;
        r->bytes = is_byte_stream(fd);
        ++r->generation;
    }
    if ((r->wanted | r->shared) & event) {
        r->shared |= event;
        return UASYNCIO_WATCH_POLL;
    }
    if (uasyncio_is_socket(stream) && uasyncio_few()) {
        want_untold(fd, r, event, task);
        return UASYNCIO_WATCH_EVENT;
    }
    want(r, event, task);
    int error = tell_wanted(fd, r);
    if (error == 0) {
        return UASYNCIO_WATCH_EVENT;
    }
    r->wanted &= ~event;
    report_closed(r);
    if (error == EPERM || error == EBADF) {
        // A plain file never blocks; on a closed one the operation fails, and the caller learns of it.
        return UASYNCIO_WATCH_READY;
    }
    mp_raise_OSError(error);
}

// The registration of a stream, if there is one.
static registration_t *find(mp_obj_t stream, int *fd) {
    // A socket knows its place until it is closed.  Others are searched for: asking them might run Python code.
    *fd = uasyncio_is_socket(stream) ? uasyncio_fileno(stream) : -1;
    bool known = *fd >= 0;
    if (!known) {
        *fd = 0;
    }
    registration_t *r = uasyncio_registration(*fd);
    while (r != NULL && r->stream != stream) {
        r = known ? NULL : uasyncio_registration(++*fd);
    }
    return r;
}

static void unregister(int fd, registration_t *r) {
    epoll_ctl(uasyncio_epoll_fd, EPOLL_CTL_DEL, fd, NULL);
    report_closed(r);
}

void uasyncio_unwatch_all(mp_obj_t stream) {
    int fd;
    registration_t *r = find(stream, &fd);
    if (r != NULL) {
        unregister(fd, r);
    }
}

void uasyncio_port_unwatch(uasyncio_obj_t stream, uasyncio_obj_t task) {
    int fd;
    registration_t *r = find(stream, &fd);
    if (r == NULL || r->wanted == 0) {
        return;
    }
    for (int i = 0; i < 2; ++i) {
        if (r->tasks[i] == task) {
            r->wanted &= ~event_of[i];
        }
    }
    if (r->wanted == 0) {
        unregister(fd, r);
    }
}

#endif // UASYNCIO_EPOLL
