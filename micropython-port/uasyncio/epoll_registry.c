// Linux: what epoll was told of the streams that somebody waits for.
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
#include "types.h"
#include "wait.h"

#if UASYNCIO_EPOLL

#include <errno.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "epoll.h"

static int first_untold = -1;
int uasyncio_epoll_fd = -1;
int uasyncio_wake_fd = -1;
// The process that opened them.
static pid_t owner;
// There is no epoll, or it has not got room for all of the untold.
static bool no_room;

bool uasyncio_is_own(int fd) {
    return fd == uasyncio_epoll_fd || fd == uasyncio_wake_fd;
}

bool uasyncio_is_byte_stream(int fd) {
    int type;
    socklen_t size = sizeof(type);
    return getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &size) == 0 && type == SOCK_STREAM;
}

void uasyncio_begin(int fd, uasyncio_registration_t *r) {
    r->armed = r->shared = 0;
    r->bytes = uasyncio_is_byte_stream(fd);
    ++r->generation;
}

void uasyncio_leave_untold(int fd, uasyncio_registration_t *r) {
    if (!r->untold) {
        r->untold = true;
        r->next_untold = first_untold;
        first_untold = fd;
    }
}

bool uasyncio_has_epoll(void) {
    return uasyncio_epoll_fd >= 0 && owner == getpid();
}

int uasyncio_tell(int operation, int fd, uasyncio_registration_t *r, unsigned events) {
    if (!uasyncio_has_epoll()) {
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

int uasyncio_tell_wanted(int fd, uasyncio_registration_t *r) {
    // The more likely one first.
    int error = uasyncio_tell(r->armed != 0 || !r->socket ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, fd, r, r->armed | r->wanted);
    if (error == ENOENT) {
        if (r->armed != 0) {
            // The descriptor was closed and is another file's now, whatever the object is.
            uasyncio_begin(fd, r);
        }
        error = uasyncio_tell(EPOLL_CTL_ADD, fd, r, r->wanted);
    } else if (error == EEXIST) {
        error = uasyncio_tell(EPOLL_CTL_MOD, fd, r, r->wanted);
    }
    if (error == ENOMEM || error == ENOSPC) {
        uasyncio_leave_untold(fd, r);
        no_room = true;
        return 0;
    }
    return error;
}

// The same, and if it cannot be waited for, who waits learns of it.
static bool tell_or_report(int fd, uasyncio_registration_t *r) {
    if (r->wanted == 0 || uasyncio_tell_wanted(fd, r) == 0) {
        return true;
    }
    uasyncio_report_closed(r);
    return false;
}

void uasyncio_report_registration(int fd, uasyncio_registration_t *r, unsigned events) {
    uasyncio_report_events(r, events);
    if (!r->socket) {
        // It reports once.
        r->armed = 0;
        tell_or_report(fd, r);
        if (r->wanted == 0) {
            uasyncio_forget(r);
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
    uasyncio_registration_t *r;
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
    uasyncio_registration_t *all = uasyncio_registrations(&end);
    for (int fd = 0; fd < end; ++fd) {
        all_open &= tell_or_report(fd, &all[fd]);
    }
    return all_open;
}

// Nothing is known to epoll any more.
static void leave_all_untold(void) {
    uasyncio_epoll_fd = -1;
    int end;
    uasyncio_registration_t *all = uasyncio_registrations(&end);
    for (int fd = 0; fd < end; ++fd) {
        all[fd].armed = 0;
        if (all[fd].wanted != 0) {
            uasyncio_leave_untold(fd, &all[fd]);
        } else {
            uasyncio_forget(&all[fd]);
        }
    }
}

// If a stream that somebody waits for, or waited for, has the number of a descriptor that is ours now, the program has
// closed that stream: who waits learns of it, and does not find ours.
static bool is_free(int *fd) {
    uasyncio_registration_t *r = uasyncio_registration(*fd);
    if (r == NULL || r->key == 0) {
        return true;
    }
    close(*fd);
    *fd = -1;
    uasyncio_report_closed(r);
    return false;
}

static bool open_both(void) {
    owner = getpid();
    if (uasyncio_wake_fd < 0) {
        // Readable from the first: somebody may have had something to say while there was none.
        uasyncio_wake_fd = eventfd(1, EFD_CLOEXEC | EFD_NONBLOCK);
    }
    uasyncio_epoll_fd = epoll_create1(EPOLL_CLOEXEC);
    bool all_open = is_free(&uasyncio_wake_fd) & is_free(&uasyncio_epoll_fd);
    struct epoll_event event = { .events = EPOLLIN, .data.u64 = uasyncio_wake_fd };
    if (uasyncio_epoll_fd >= 0 && epoll_ctl(uasyncio_epoll_fd, EPOLL_CTL_ADD, uasyncio_wake_fd, &event) != 0) {
        close(uasyncio_epoll_fd);
        uasyncio_epoll_fd = -1;
    }
    return all_open;
}

void uasyncio_epoll_lost(void) {
    leave_all_untold();
    uasyncio_wake_fd = -1;
}

bool uasyncio_epoll_open(bool idle) {
    // Those who have learned that their stream is closed have their turns first.
    static bool refused;
    if (uasyncio_wake_fd >= 0 && owner != getpid()) {
        // They are the parent's.
        close(uasyncio_wake_fd);
        close(uasyncio_epoll_fd);
        uasyncio_epoll_lost();
    }
    refused &= !idle;
    if (uasyncio_epoll_fd < 0 && !refused) {
        refused = !open_both();
        return !refused;
    }
    return true;
}

void uasyncio_epoll_anew(void) {
    close(uasyncio_epoll_fd);
    leave_all_untold();
    uasyncio_epoll_open(false);
    uasyncio_tell_untold();
}

void uasyncio_disarm(int fd, uasyncio_registration_t *r) {
    // A descriptor without events would still report errors.
    if (uasyncio_tell(r->wanted != 0 ? EPOLL_CTL_MOD : EPOLL_CTL_DEL, fd, r, r->wanted) != 0) {
        uasyncio_epoll_anew();
    } else if (r->wanted == 0) {
        uasyncio_forget(r);
    }
}

#endif // UASYNCIO_EPOLL
