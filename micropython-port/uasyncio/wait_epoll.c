// Waiting on Linux: streams with a file descriptor report through epoll, or through poll() while they are few and the loop
// only looks.  Others, such as TLS sockets and streams written in Python, are asked.
#include "py/runtime.h"
#include "py/mphal.h"
#include "py/mpthread.h"
#include "py/stream.h"
#include "guard.h"
#include "interrupt.h"
#include "outside.h"
#include "types.h"
#include "wait.h"

#if UASYNCIO_EPOLL

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <stdatomic.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "epoll.h"

// What ends the wait wakes it (uasyncio_port_wake), but not everything can: a callback that is run by another thread may make
// a task, a socket may be closed by whoever has it.  So the loop looks again after the first of these times without anything
// having happened, once more after the second, and then no more: only another thread could still close a socket then.
#define FIRST_LOOK_MS (10)
#define LAST_LOOK_MS (1000)

// How many reports are taken at a time.
#define BATCH (128)

static atomic_bool woken;
static uint64_t this_wait;
// How long the next wait may last; SIZE_MAX: for ever.
static size_t next_slice = FIRST_LOOK_MS;

static unsigned ask(mp_obj_t stream, unsigned event) {
    int fd = uasyncio_fileno(stream);
    if (uasyncio_is_wanted(fd, stream, event)) {
        // First the task that is reported to.
        return 0;
    }
    if (fd >= 0 && !uasyncio_is_own(fd)) {
        struct pollfd pollfd = { .fd = fd, .events = event };
        return poll(&pollfd, 1, 0) > 0 ? pollfd.revents : 0;
    }
    if (fd >= 0 || mp_obj_is_int(stream)) {
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

// Whether a socket could be closed while the loop sleeps.
static bool others_may_close(void) {
    #if MICROPY_PY_THREAD
    int end;
    const uasyncio_registration_t *all = uasyncio_registrations(&end);
    for (int fd = 0; fd < end; ++fd) {
        if (all[fd].wanted != 0) {
            // A folder has two links more than folders in it, one for each thread.
            struct stat threads;
            return stat("/proc/self/task", &threads) != 0 || threads.st_nlink > 3;
        }
    }
    #endif
    return false;
}

// How long one may wait, after what the virtual machine had pending was run: at most `slice`.
static size_t limit_wait(size_t slice) {
    if (uasyncio_has_loops_beside()) {
        return 1;
    }
    #if MICROPY_ENABLE_SCHEDULER
    if (MP_STATE_VM(sched_state) == MP_SCHED_PENDING) {
        // A callback that schedules itself.
        return 1;
    }
    #if defined(UASYNCIO_WRAP_SCHEDULE) && UASYNCIO_DEFER_INTERRUPTS
    // Who holds callbacks back, in another thread perhaps, wakes nobody when they are let go.
    bool wakes = MP_STATE_VM(sched_state) == MP_SCHED_IDLE;
    #else
    bool wakes = false;
    #endif
    #else
    bool wakes = true;
    #endif
    if (!wakes || uasyncio_wake_fd < 0 || !uasyncio_has_room()) {
        return FIRST_LOOK_MS;
    }
    return slice == SIZE_MAX && others_may_close() ? LAST_LOOK_MS : slice;
}

static bool begin_idle(void) {
    bool was_at_work = uasyncio_begin_idle();
    MP_THREAD_GIL_EXIT();
    return was_at_work;
}

static void end_idle(bool was_at_work) {
    MP_THREAD_GIL_ENTER();
    if (was_at_work) {
        uasyncio_end_idle();
    }
}

static void take_wake(void) {
    // First the descriptor: a wake that comes between the two leaves nothing in it, but the loop is going to look now.  The
    // other way around its mark would stay, and keep all that follow from being written.
    uint64_t count;
    (void)!read(uasyncio_wake_fd, &count, sizeof(count));
    atomic_exchange(&woken, false);
}

static bool report_polled(struct pollfd *fds, nfds_t n, int timeout) {
    int n_ready;
    if (timeout == 0) {
        n_ready = n == 0 ? 0 : poll(fds, n, 0);
    } else {
        bool was_at_work = begin_idle();
        n_ready = poll(fds, n, timeout);
        end_idle(was_at_work);
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
    return n_ready != 0;
}

// Looks at all that somebody waits for, whatever epoll knows of it.  Returns whether anything ended the wait.
static bool look_with_poll(int timeout) {
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
    return report_polled(fds, n, timeout);
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
        all_open &= uasyncio_epoll_open(false);
        all_open &= uasyncio_tell_untold();
    }
    // Nothing is reported for a descriptor that was closed while somebody waits for it.
    if (now.tv_sec != second) {
        second = now.tv_sec;
        all_open &= uasyncio_look_for_closed();
    }
    return all_open;
}

static bool wait(int timeout) {
    struct epoll_event events[BATCH];
    bool again = false, timed_out = false;
    int n, error;
    ++this_wait;
    do {
        if (timeout == 0) {
            n = epoll_wait(uasyncio_epoll_fd, events, BATCH, 0);
            error = errno;
        } else {
            bool was_at_work = begin_idle();
            n = epoll_wait(uasyncio_epoll_fd, events, BATCH, timeout);
            error = errno;
            end_idle(was_at_work);
            timed_out = n == 0;
            timeout = 0;
        }
        if (n < 0 && error != EINTR) {
            uasyncio_epoll_lost();
        }
        for (int i = 0; i < n; ++i) {
            again |= take(&events[i]);
        }
    } while (n == BATCH && !again);
    return !timed_out;
}

// Returns whether anything ended it before its time.
static bool look(size_t timeout) {
    int ms = timeout == SIZE_MAX ? -1 : (int)MIN(timeout, INT_MAX);
    return uasyncio_has_room() ? wait(ms) : look_with_poll(ms);
}

void uasyncio_port_wait(size_t timeout) {
    size_t slice = next_slice;
    // Unless nothing happens now.
    next_slice = FIRST_LOOK_MS;
    if (timeout == 0) {
        if (uasyncio_few()) {
            look_with_poll(0);
        } else {
            look_now_and_then();
            look(0);
        }
        return;
    }
    mp_handle_pending(true);
    bool all_open = uasyncio_epoll_open(true);
    all_open &= look_now_and_then();
    all_open &= uasyncio_tell_untold();
    if (slice == SIZE_MAX) {
        all_open &= uasyncio_look_for_closed();
    }
    if (!all_open) {
        look(0);
        return;
    }
    size_t limit = MIN(timeout, limit_wait(slice));
    if (!look(limit) && limit < timeout) {
        next_slice = limit < slice ? slice : slice == FIRST_LOOK_MS ? LAST_LOOK_MS : SIZE_MAX;
    }
}

void uasyncio_port_wake(void) {
    if (uasyncio_wake_fd >= 0 && !atomic_exchange(&woken, true)) {
        uint64_t one = 1;
        (void)!write(uasyncio_wake_fd, &one, sizeof(one));
    }
}

#endif // UASYNCIO_EPOLL
