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
static uint8_t this_wait;

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

static void look_at_few(void) {
    struct pollfd fds[UASYNCIO_FEW];
    nfds_t n = 0;
    int end;
    const uasyncio_registration_t *all = uasyncio_registrations(&end);
    for (int fd = 0; fd < end; ++fd) {
        if (all[fd].wanted != 0) {
            fds[n++] = (struct pollfd) { .fd = fd, .events = all[fd].wanted };
        }
    }
    int n_ready = n == 0 ? 0 : poll(fds, n, 0);
    for (nfds_t i = 0; n_ready > 0; ++i) {
        if (fds[i].revents != 0) {
            --n_ready;
            uasyncio_registration_t *r = uasyncio_registration(fds[i].fd);
            if (r->wanted != 0) {
                uasyncio_report_registration(fds[i].fd, r, fds[i].revents);
            }
        }
    }
}

// Returns whether it was reported by this wait before: then epoll has been through all of them.
static bool take(const struct epoll_event *event) {
    int fd = (int)event->data.u64;
    if (fd == uasyncio_wake_fd) {
        // First the mark, so that a wake that comes between the two is not lost.
        atomic_store(&woken, false);
        uint64_t count;
        (void)!read(uasyncio_wake_fd, &count, sizeof(count));
        return false;
    }
    uasyncio_registration_t *r = uasyncio_registration(fd);
    if (r == NULL || r->generation != event->data.u64 >> 32) {
        uasyncio_epoll_anew();
        return true;
    }
    if (r->reported_by == this_wait) {
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

// Nothing is reported for a descriptor that was closed while somebody waits for it.
static void look_for_closed_once_a_second(void) {
    static time_t last;
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
    if (now.tv_sec != last) {
        last = now.tv_sec;
        uasyncio_look_for_closed();
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
            n = epoll_wait(uasyncio_epoll_fd, events, BATCH, 0);
        } else {
            MP_THREAD_GIL_EXIT();
            n = epoll_wait(uasyncio_epoll_fd, events, BATCH, timeout);
            MP_THREAD_GIL_ENTER();
            timeout = 0;
        }
        for (int i = 0; i < n; ++i) {
            again |= take(&events[i]);
        }
    } while (n == BATCH && !again);
}

void uasyncio_port_wait(size_t timeout) {
    if (timeout != 0) {
        uasyncio_epoll_open();
        int limit = limit_wait(timeout);
        wait(uasyncio_tell_untold() ? 0 : limit);
    } else if (uasyncio_few()) {
        look_at_few();
    } else {
        wait(0);
    }
}

void uasyncio_port_wake(void) {
    if (uasyncio_wake_fd >= 0 && !atomic_exchange(&woken, true)) {
        uint64_t one = 1;
        (void)!write(uasyncio_wake_fd, &one, sizeof(one));
    }
}

#endif // UASYNCIO_EPOLL
