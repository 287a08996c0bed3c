// Linux: which streams somebody waits for, and what epoll was told of them.
//
// What epoll looks for (`armed`) may be more than what somebody waits for (`wanted`): a busy connection waits again and
// again for the same, and no system call says so each time.  Epoll reports as long as there is something to report, so
// armed events that nobody wants are taken out when they come.
//
// A descriptor can be closed behind our back, and its number used again, and then epoll does not look for it any more.
// Before the loop sleeps, epoll is told anew of all that it was not told when they began to wait.
//
// Where the system has no room for what epoll would have to know, or no epoll, those waits stay untold, and the loop looks
// with poll() at all of them (wait_epoll.c).
#include "py/runtime.h"
#include "py/gc.h"
#include "py/stream.h"
#include "types.h"
#include "wait.h"

#if UASYNCIO_EPOLL

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
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
// The process that opened them.
static pid_t owner;
// There is no epoll, or it has not got room for all of the untold.
static bool no_room;

static bool is_own(int fd) {
    return fd == uasyncio_epoll_fd || fd == uasyncio_wake_fd;
}

int uasyncio_fileno(mp_obj_t stream) {
    mp_uint_t fd;
    if (mp_obj_is_int(stream)) {
        fd = mp_obj_get_int(stream);
    } else {
        int error;
        fd = mp_get_stream_raise(stream, MP_STREAM_OP_IOCTL)->ioctl(stream, MP_STREAM_GET_FILENO, 0, &error);
    }
    // MP_STREAM_ERROR, or what an int or a stream written in Python says.
    return fd > INT_MAX ? -1 : (int)fd;
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

// NULL if there is no memory for it.
static registration_t *registration_or_new(size_t fd) {
    if (uasyncio_registration(fd) == NULL) {
        size_t n = fd < UASYNCIO_FEW ? UASYNCIO_FEW : fd + fd / 2;
        registry_t *larger = gc_alloc(sizeof(registry_t) + n * sizeof(registration_t), 0);
        if (larger == NULL) {
            return NULL;
        }
        memset(larger, 0, sizeof(registry_t) + n * sizeof(registration_t));
        larger->n = n;
        // Only now: the collection may have run a finaliser that changed it.
        registry_t *old = MP_STATE_VM(uasyncio_registry);
        if (old == NULL || old->n < n) {
            if (old != NULL) {
                larger->end = old->end;
                memcpy(larger->of, old->of, old->n * sizeof(registration_t));
            }
            MP_STATE_VM(uasyncio_registry) = larger;
            if (!uasyncio_few()) {
                // From now on epoll must know.
                uasyncio_tell_untold();
            }
        }
    }
    registry_t *registry = MP_STATE_VM(uasyncio_registry);
    registry->end = MAX(registry->end, fd + 1);
    return &registry->of[fd];
}

// By what a stream is known. The registry must not keep it alive, so the collector shall not see its address.
static uintptr_t key_of(mp_obj_t stream) {
    return ~(uintptr_t)stream;
}

// Whether the record is of this object. While nobody waits another one may have come to be at its address; the record of
// a socket counts still, because epoll says when it does not know the descriptor of the new one (tell_wanted).
static bool is_of(const registration_t *r, mp_obj_t stream) {
    return r->key == key_of(stream) && r->socket == uasyncio_is_socket(stream);
}

static void forget(registration_t *r) {
    r->key = 0;
    r->tasks[0] = r->tasks[1] = MP_OBJ_NULL;
    r->armed = r->wanted = r->shared = 0;
}

// What each of a registration's tasks waits for.
static const unsigned event_of[] = { EPOLLIN, EPOLLOUT };

// Nobody waits for that event any more. Returns who did: who is told, or was cancelled, must not be kept alive.
static mp_obj_t unwant(registration_t *r, int i) {
    mp_obj_t task = r->tasks[i];
    r->wanted &= ~event_of[i];
    r->tasks[i] = MP_OBJ_NULL;
    return task;
}

// Takes out those who wait for what `events` say and reports to them.
static void report(registration_t *r, unsigned events) {
    for (int i = 0; i < 2; ++i) {
        // Whatever is neither readable nor writable is an error, and for both to see.
        if ((r->wanted & event_of[i]) && (events & ~event_of[1 - i])) {
            uasyncio_report(unwant(r, i));
        }
    }
}

// The operation fails, and who waits for it learns of it.
static void report_closed(registration_t *r) {
    report(r, EPOLLERR);
    forget(r);
}

// --- Telling epoll -------------------------------------------------------------------------------------------------

static bool is_byte_stream(int fd) {
    int type;
    socklen_t size = sizeof(type);
    return getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &size) == 0 && type == SOCK_STREAM;
}

// Begins a record that epoll does not know yet.
static void begin(int fd, registration_t *r) {
    r->armed = r->shared = 0;
    r->bytes = is_byte_stream(fd);
    ++r->generation;
}

// Epoll is told later, before the loop sleeps.
static void leave_untold(int fd, registration_t *r) {
    if (!r->untold) {
        r->untold = true;
        r->next_untold = first_untold;
        first_untold = fd;
    }
}

// A child process shares its parent's epoll until it opens one, and must leave it alone.
static bool has_epoll(void) {
    return uasyncio_epoll_fd >= 0 && owner == getpid();
}

// Has epoll look for `events`.  Returns an errno.
static int tell(int operation, int fd, registration_t *r, unsigned events) {
    if (!has_epoll()) {
        return ENOMEM;
    }
    struct epoll_event event = {
        .events = events | (r->socket ? 0 : EPOLLONESHOT),
        .data.u64 = (uint64_t)r->generation << 32 | (uint32_t)fd,
    };
    if (epoll_ctl(uasyncio_epoll_fd, operation, fd, &event) != 0) {
        return errno;
    }
    r->armed = events;
    return 0;
}

// Has epoll look for what is wanted, whether it knows the descriptor or not.  Returns an errno if the descriptor cannot be
// waited for.
static int tell_wanted(int fd, registration_t *r) {
    // The more likely one first.
    int error = tell(r->armed != 0 || !r->socket ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, fd, r, r->armed | r->wanted);
    if (error == ENOENT) {
        if (r->armed != 0) {
            // The descriptor was closed and is another file's now, whatever the object is.
            begin(fd, r);
        }
        error = tell(EPOLL_CTL_ADD, fd, r, r->wanted);
    } else if (error == EEXIST) {
        error = tell(EPOLL_CTL_MOD, fd, r, r->wanted);
    }
    if (error == ENOMEM || error == ENOSPC) {
        leave_untold(fd, r);
        no_room = true;
        return 0;
    }
    return error;
}

// The same, and if it cannot be waited for, who waits learns of it.
static bool tell_or_report(int fd, registration_t *r) {
    if (r->wanted == 0 || tell_wanted(fd, r) == 0) {
        return true;
    }
    report_closed(r);
    return false;
}

void uasyncio_report_registration(int fd, registration_t *r, unsigned events) {
    report(r, events);
    if (!r->socket) {
        // It reports once.
        r->armed = 0;
        tell_or_report(fd, r);
        if (r->wanted == 0) {
            forget(r);
        }
    }
}

bool uasyncio_has_room(void) {
    return uasyncio_epoll_fd >= 0 && !no_room;
}

bool uasyncio_tell_untold(void) {
    if (uasyncio_epoll_fd < 0) {
        return true;
    }
    bool all_open = true;
    int fd = first_untold;
    // Whoever has no room in epoll goes on the list again.
    first_untold = -1;
    no_room = false;
    registration_t *r;
    while ((r = uasyncio_registration(fd)) != NULL) {
        int next = r->next_untold;
        r->untold = false;
        all_open &= tell_or_report(fd, r);
        fd = next;
    }
    return all_open;
}

bool uasyncio_look_for_closed(void) {
    bool all_open = true;
    int end;
    registration_t *all = uasyncio_registrations(&end);
    for (int fd = 0; fd < end; ++fd) {
        all_open &= tell_or_report(fd, &all[fd]);
    }
    return all_open;
}

// Nothing is known to epoll any more.
static void leave_all_untold(void) {
    uasyncio_epoll_fd = -1;
    int end;
    registration_t *all = uasyncio_registrations(&end);
    for (int fd = 0; fd < end; ++fd) {
        all[fd].armed = 0;
        if (all[fd].wanted != 0) {
            leave_untold(fd, &all[fd]);
        } else {
            forget(&all[fd]);
        }
    }
}

static void open_both(void) {
    owner = getpid();
    if (uasyncio_wake_fd < 0) {
        uasyncio_wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    }
    uasyncio_epoll_fd = epoll_create1(EPOLL_CLOEXEC);
    struct epoll_event event = { .events = EPOLLIN, .data.u64 = uasyncio_wake_fd };
    if (uasyncio_epoll_fd >= 0 && epoll_ctl(uasyncio_epoll_fd, EPOLL_CTL_ADD, uasyncio_wake_fd, &event) != 0) {
        close(uasyncio_epoll_fd);
        uasyncio_epoll_fd = -1;
    }
}

void uasyncio_epoll_lost(void) {
    leave_all_untold();
    uasyncio_wake_fd = -1;
}

void uasyncio_epoll_open(void) {
    if (uasyncio_wake_fd >= 0 && owner != getpid()) {
        // They are the parent's.
        close(uasyncio_wake_fd);
        close(uasyncio_epoll_fd);
        uasyncio_epoll_lost();
    }
    if (uasyncio_epoll_fd < 0) {
        open_both();
    }
}

void uasyncio_epoll_anew(void) {
    close(uasyncio_epoll_fd);
    leave_all_untold();
    uasyncio_epoll_open();
    uasyncio_tell_untold();
}

void uasyncio_disarm(int fd, registration_t *r) {
    // A descriptor without events would still report errors.
    if (tell(r->wanted != 0 ? EPOLL_CTL_MOD : EPOLL_CTL_DEL, fd, r, r->wanted) != 0) {
        uasyncio_epoll_anew();
    } else if (r->wanted == 0) {
        forget(r);
    }
}

// --- Watching ------------------------------------------------------------------------------------------------------

int uasyncio_byte_stream_fd(mp_obj_t socket) {
    int fd = uasyncio_fileno(socket);
    registration_t *r = uasyncio_registration(fd);
    return r != NULL && is_of(r, socket) && r->bytes ? fd : -1;
}

bool uasyncio_is_wanted(int fd, mp_obj_t stream, unsigned event) {
    registration_t *r = uasyncio_registration(fd);
    return r != NULL && is_of(r, stream) && (r->wanted & event);
}

static void want(registration_t *r, unsigned event, mp_obj_t task) {
    r->wanted |= event;
    r->tasks[event == EPOLLOUT] = task;
}

static void want_untold(int fd, registration_t *r, unsigned event, mp_obj_t task) {
    want(r, event, task);
    leave_untold(fd, r);
}

// Whether the socket is known and epoll need not be told now.
static bool watch_again(mp_obj_t socket, unsigned event, mp_obj_t task) {
    int fd = uasyncio_fileno(socket);
    registration_t *r = uasyncio_registration(fd);
    if (r == NULL || r->key != key_of(socket) || !r->socket || ((r->wanted | r->shared) & event)
        || (!(r->armed & event) && !uasyncio_few())) {
        return false;
    }
    want_untold(fd, r, event, task);
    return true;
}

enum uasyncio_watch uasyncio_port_watch(uasyncio_obj_t stream, unsigned event, uasyncio_obj_t task) {
    if (uasyncio_is_socket(stream) && watch_again(stream, event, task)) {
        return UASYNCIO_WATCH_EVENT;
    }
    int fd = uasyncio_fileno(stream);
    if (fd < 0 && !mp_obj_is_int(stream)) {
        return UASYNCIO_WATCH_POLL;
    }
    if (uasyncio_registration(fd) == NULL && fcntl(fd, F_GETFD) < 0) {
        return UASYNCIO_WATCH_READY;
    }
    uasyncio_epoll_open();
    if (is_own(fd)) {
        // The program's descriptor of this number is closed.
        return UASYNCIO_WATCH_READY;
    }
    registration_t *r = registration_or_new(fd);
    if (r == NULL) {
        return UASYNCIO_WATCH_POLL;
    }
    while (!is_of(r, stream) && r->wanted != 0) {
        // Somebody waits for another object that has this descriptor, or had it.
        int error = r->armed == 0 ? 0 : tell(EPOLL_CTL_MOD, fd, r, r->armed);
        if (error != ENOENT && error != EBADF) {
            return UASYNCIO_WATCH_POLL;
        }
        report_closed(r);
    }
    if (!is_of(r, stream)) {
        forget(r);
        r->key = key_of(stream);
        r->socket = uasyncio_is_socket(stream);
        begin(fd, r);
    }
    if ((r->wanted | r->shared) & event) {
        r->shared |= event;
        return UASYNCIO_WATCH_POLL;
    }
    want(r, event, task);
    if (r->socket && uasyncio_few()) {
        leave_untold(fd, r);
        return UASYNCIO_WATCH_EVENT;
    }
    if (tell_wanted(fd, r) == 0) {
        return UASYNCIO_WATCH_EVENT;
    }
    // A plain file never blocks; on a closed one the operation fails, and the caller learns of it.
    unwant(r, event == EPOLLOUT);
    report_closed(r);
    return UASYNCIO_WATCH_READY;
}

// The registration of a stream, if there is one.
static registration_t *find(mp_obj_t stream, int *fd) {
    if (uasyncio_is_socket(stream)) {
        // It knows its place, also when it is closed.
        *fd = uasyncio_fileno(stream);
        registration_t *r = uasyncio_registration(*fd);
        return r != NULL && is_of(r, stream) ? r : NULL;
    }
    // Others are searched for: asking them might run Python code.
    int end;
    registration_t *all = uasyncio_registrations(&end);
    for (*fd = 0; *fd < end; ++*fd) {
        if (is_of(&all[*fd], stream)) {
            return &all[*fd];
        }
    }
    return NULL;
}

static void unregister(int fd, registration_t *r) {
    if (has_epoll()) {
        epoll_ctl(uasyncio_epoll_fd, EPOLL_CTL_DEL, fd, NULL);
    }
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
            unwant(r, i);
        }
    }
    if (r->wanted == 0) {
        unregister(fd, r);
    }
}

#endif // UASYNCIO_EPOLL
