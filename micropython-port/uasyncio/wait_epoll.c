// Waiting on Linux: streams with a file descriptor report through epoll, once for each time they are watched.
// Others, such as TLS sockets and streams written in Python, are asked.
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
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

// A callback that another thread schedules does not end the wait; it is looked for this often.
#define SCHEDULED_PERIOD_MS (10)

static int epoll_fd = -1;
static int wake_fd = -1;
static atomic_bool woken;

static void open_once(void) {
    if (epoll_fd < 0) {
        epoll_fd = epoll_create1(EPOLL_CLOEXEC);
        wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
        struct epoll_event event = { .events = EPOLLIN, .data.ptr = NULL };
        if (epoll_fd < 0 || wake_fd < 0 || epoll_ctl(epoll_fd, EPOLL_CTL_ADD, wake_fd, &event) != 0) {
            mp_raise_OSError(errno);
        }
    }
}

// The descriptor of a stream, or of an int; -1 if it has none.
static int fileno_of(mp_obj_t stream) {
    if (mp_obj_is_int(stream)) {
        return mp_obj_get_int(stream);
    }
    int error;
    mp_uint_t fd = mp_get_stream_raise(stream, MP_STREAM_OP_IOCTL)->ioctl(stream, MP_STREAM_GET_FILENO, 0, &error);
    return fd == MP_STREAM_ERROR ? -1 : (int)fd;
}

static unsigned watch(mp_obj_t stream, unsigned events) {
    open_once();
    int fd = fileno_of(stream);
    if (fd < 0 && !mp_obj_is_int(stream)) {
        return UASYNCIO_WATCH_POLL;
    }
    struct epoll_event event = { .events = events | EPOLLONESHOT, .data.ptr = stream };
    if (epoll_ctl(epoll_fd, EPOLL_CTL_MOD, fd, &event) == 0
        || (errno == ENOENT && epoll_ctl(epoll_fd, EPOLL_CTL_ADD, fd, &event) == 0)) {
        return UASYNCIO_WATCH_EVENT;
    }
    if (errno == EPERM || errno == EBADF) {
        // A plain file never blocks; on a closed one the operation fails, and the caller learns of it.
        return UASYNCIO_WATCH_READY;
    }
    mp_raise_OSError(errno);
}

uasyncio_obj_t uasyncio_port_watch(uasyncio_obj_t stream, unsigned events, unsigned *how) {
    GUARDED(*how = watch(stream, events));
}

void uasyncio_port_unwatch(uasyncio_obj_t stream) {
    nlr_buf_t nlr;
    if (nlr_push(&nlr) != 0) {
        return;
    }
    int fd = fileno_of(stream);
    if (fd >= 0) {
        epoll_ctl(epoll_fd, EPOLL_CTL_DEL, fd, NULL);
    }
    nlr_pop();
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

static size_t wait(int timeout, struct uasyncio_ready *ready, size_t max) {
    struct epoll_event events[max];
    int n_events;
    if (timeout == 0) {
        n_events = epoll_wait(epoll_fd, events, max, 0);
    } else {
        MP_THREAD_GIL_EXIT();
        n_events = epoll_wait(epoll_fd, events, max, timeout);
        MP_THREAD_GIL_ENTER();
    }
    size_t n = 0;
    for (int i = 0; i < n_events; ++i) {
        if (events[i].data.ptr != NULL) {
            ready[n++] = (struct uasyncio_ready) { events[i].data.ptr, events[i].events };
        } else {
            uint64_t count;
            // First the mark, so that a wake that comes between the two is not lost.
            atomic_store(&woken, false);
            (void)!read(wake_fd, &count, sizeof(count));
        }
    }
    return n;
}

uasyncio_obj_t uasyncio_port_wait(intptr_t timeout, struct uasyncio_ready *ready, size_t max, size_t *n) {
    GUARDED(
        open_once();
        *n = wait(timeout == 0 ? 0 : limit_wait(timeout), ready, max)
        );
}

void uasyncio_port_wake(void) {
    if (wake_fd >= 0 && !atomic_exchange(&woken, true)) {
        uint64_t one = 1;
        (void)!write(wake_fd, &one, sizeof(one));
    }
}

#endif // UASYNCIO_EPOLL
