// Waiting on Linux: streams with a file descriptor report through epoll, or through poll() while they are few and the loop
// only looks.  Others, such as TLS sockets and streams written in Python, are asked.
#include "py/runtime.h"
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
#include <time.h>
#include <unistd.h>

#include "epoll.h"

// A callback that another thread schedules does not end the wait; it is looked for this often.
#define SCHEDULED_PERIOD_MS (10)

// How many reports are taken at a time.
#define BATCH (128)

static atomic_bool woken;
static uint64_t this_wait;

static unsigned ask(mp_obj_t stream, unsigned event) {
    int fd = uasyncio_fileno(stream);
    if (uasyncio_is_wanted(fd, stream, event)) {
        // First the task that is reported to.
        return 0;
    }
    if (fd >= 0) {
        struct pollfd pollfd = { .fd = fd, .events = event };
        return poll(&pollfd, 1, 0) > 0 ? pollfd.revents : 0;
    }
    if (mp_obj_is_int(stream)) {
        return MP_STREAM_POLL_NVAL;
    }
    int error = 0;
    mp_uint_t answer = mp_get_stream(stream)->ioctl(stream, MP_STREAM_POLL, event, &error);
    if (answer == MP_STREAM_ERROR) {
        mp_raise_OSError(error);
    }
    return answer;
}

uasyncio_obj_t uasyncio_port_poll(uasyncio_obj_t stream, unsigned event, unsigned *ready) {
    GUARDED(*ready = ask(stream, event));
}

// Runs what the virtual machine has pending; returns how long one may wait then.
static int limit_wait(size_t timeout) {
    mp_handle_pending(true);
    size_t limit = SCHEDULED_PERIOD_MS;
    #if MICROPY_ENABLE_SCHEDULER
    if (MP_STATE_VM(sched_state) == MP_SCHED_PENDING) {
        // A callback that schedules itself.
        limit = 1;
    }
    #endif
    return MIN(timeout, limit);
}

static void take_wake(void) {
    // First the mark, so that a wake that comes between the two is not lost.
    atomic_store(&woken, false);
    uint64_t count;
    (void)!read(uasyncio_wake_fd, &count, sizeof(count));
}

static bool report_polled(struct pollfd *fds, nfds_t n, int timeout) {
    int n_ready;
    if (timeout == 0) {
        n_ready = n == 0 ? 0 : poll(fds, n, 0);
    } else {
        MP_THREAD_GIL_EXIT();
        n_ready = poll(fds, n, timeout);
        MP_THREAD_GIL_ENTER();
    }
    for (nfds_t i = 0, left = n_ready > 0 ? n_ready : 0; left > 0; ++i) {
        if (fds[i].revents != 0) {
            --left;
            uasyncio_registration_t *r = uasyncio_registration(fds[i].fd);
            if (fds[i].fd == uasyncio_wake_fd) {
                take_wake();
            } else if (r->wanted != 0) {
                uasyncio_report_registration(fds[i].fd, r, fds[i].revents);
            }
        }
    }
    return n_ready > 0;
}

// Looks at all that somebody waits for, whatever epoll knows of it.
static void look_with_poll(int timeout) {
    struct pollfd fds[BATCH];
    nfds_t n = 0;
    if (timeout != 0 && uasyncio_wake_fd >= 0) {
        fds[n++] = (struct pollfd) { .fd = uasyncio_wake_fd, .events = POLLIN };
    }
    int end;
    const uasyncio_registration_t *all = uasyncio_registrations(&end);
    for (int fd = 0; fd < end; ++fd) {
        if (all[fd].wanted == 0) {
            continue;
        }
        if (n == BATCH) {
            if (report_polled(fds, n, 0)) {
                timeout = 0;
            }
            n = 0;
        }
        fds[n++] = (struct pollfd) { .fd = fd, .events = all[fd].wanted };
    }
    report_polled(fds, n, timeout);
}

// Returns whether it was reported by this wait before: then epoll has been through all of them.
static bool take(const struct epoll_event *event) {
    int fd = (int)event->data.u64;
    if (fd == uasyncio_wake_fd) {
        take_wake();
        return false;
    }
    uasyncio_registration_t *r = uasyncio_registration(fd);
    if (r == NULL || r->generation != event->data.u64 >> 32) {
        uasyncio_epoll_anew();
        return true;
    }
    if (r->socket && r->reported_by == this_wait) {
        // Others report once; if they do it again, they were asked to meanwhile.
        return true;
    }
    // Errors are for all.
    unsigned events = event->events & (r->wanted | ~(EPOLLIN | EPOLLOUT));
    if (r->wanted == 0 || events == 0) {
        uasyncio_disarm(fd, r);
    } else {
        r->reported_by = this_wait;
        uasyncio_report_registration(fd, r, events);
    }
    return false;
}

// What a loop that never sleeps has to see to now and then.  Returns false if descriptors were closed, which is reported.
static bool look_now_and_then(void) {
    static time_t second;
    static long part;
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
    bool all_open = true;
    // Sixteen times a second.
    if (now.tv_nsec >> 26 != part) {
        part = now.tv_nsec >> 26;
        uasyncio_epoll_open();
        all_open &= uasyncio_tell_untold();
    }
    // Nothing is reported for a descriptor that was closed while somebody waits for it.
    if (now.tv_sec != second) {
        second = now.tv_sec;
        all_open &= uasyncio_look_for_closed();
    }
    return all_open;
}

static void wait(int timeout) {
    struct epoll_event events[BATCH];
    bool again = false;
    int n;
    ++this_wait;
    do {
        if (timeout == 0) {
            n = epoll_wait(uasyncio_epoll_fd, events, BATCH, 0);
        } else {
            MP_THREAD_GIL_EXIT();
            n = epoll_wait(uasyncio_epoll_fd, events, BATCH, timeout);
            MP_THREAD_GIL_ENTER();
            timeout = 0;
        }
        if (n < 0 && errno != EINTR) {
            uasyncio_epoll_lost();
        }
        for (int i = 0; i < n; ++i) {
            again |= take(&events[i]);
        }
    } while (n == BATCH && !again);
}

void uasyncio_port_wait(size_t timeout) {
    if (timeout == 0 && uasyncio_few()) {
        look_with_poll(0);
        return;
    }
    int limit = timeout == 0 ? 0 : limit_wait(timeout);
    bool all_open = look_now_and_then();
    if (timeout != 0) {
        uasyncio_epoll_open();
        all_open &= uasyncio_tell_untold();
    }
    if (!all_open) {
        limit = 0;
    }
    if (uasyncio_has_room()) {
        wait(limit);
    } else {
        look_with_poll(limit);
    }
}

void uasyncio_port_wake(void) {
    if (uasyncio_wake_fd >= 0 && !atomic_exchange(&woken, true)) {
        uint64_t one = 1;
        (void)!write(uasyncio_wake_fd, &one, sizeof(one));
    }
}

#endif // UASYNCIO_EPOLL
