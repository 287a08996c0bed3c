// Linux: the host's side of waiting for a stream: uasyncio_port_watch and its kin.
#include "py/runtime.h"
#include "types.h"
#include "wait.h"

#if UASYNCIO_EPOLL

#include <errno.h>
#include <fcntl.h>

#include "epoll.h"

int uasyncio_byte_stream_fd(mp_obj_t socket) {
    int fd = uasyncio_fileno(socket);
    uasyncio_registration_t *r = uasyncio_registration(fd);
    return r != NULL && uasyncio_is_of(r, socket) && r->bytes && !r->doubtful ? fd : -1;
}

bool uasyncio_is_wanted(int fd, mp_obj_t stream, unsigned event) {
    uasyncio_registration_t *r = uasyncio_registration(fd);
    return r != NULL && uasyncio_is_of(r, stream) && (r->wanted & event);
}

static void want(uasyncio_registration_t *r, unsigned event, mp_obj_t task) {
    r->wanted |= event;
    r->tasks[event == EPOLLOUT] = task;
}

static void want_untold(int fd, uasyncio_registration_t *r, unsigned event, mp_obj_t task) {
    want(r, event, task);
    uasyncio_leave_untold(fd, r);
}

// Whether the socket is known and epoll need not be told now.
static bool watch_again(mp_obj_t socket, unsigned event, mp_obj_t task) {
    int fd = uasyncio_fileno(socket);
    uasyncio_registration_t *r = uasyncio_registration(fd);
    if (r == NULL || r->key != uasyncio_key_of(socket) || !r->socket || r->doubtful || ((r->wanted | r->shared) & event)
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
        // A closed socket of MicroPython 1.27 and later has no descriptor any more: its operation fails, and does not wait.
        return uasyncio_is_socket(stream) ? UASYNCIO_WATCH_READY : UASYNCIO_WATCH_POLL;
    }
    if (uasyncio_registration(fd) == NULL && fcntl(fd, F_GETFD) < 0) {
        return UASYNCIO_WATCH_READY;
    }
    uasyncio_epoll_open(false);
    if (uasyncio_is_own(fd)) {
        // The program's descriptor of this number is closed.
        return UASYNCIO_WATCH_READY;
    }
    uasyncio_registration_t *r = uasyncio_registration_or_new(fd);
    if (r == NULL) {
        return UASYNCIO_WATCH_POLL;
    }
    while (!uasyncio_is_of(r, stream) && r->wanted != 0) {
        // Somebody waits for another object that has this descriptor, or had it.
        int error = r->armed == 0 ? 0 : uasyncio_tell(EPOLL_CTL_MOD, fd, r, r->armed);
        if (error != ENOENT && error != EBADF) {
            return UASYNCIO_WATCH_POLL;
        }
        uasyncio_report_closed(r);
    }
    if (!uasyncio_is_of(r, stream)) {
        uasyncio_forget(r);
        r->key = uasyncio_key_of(stream);
        r->socket = uasyncio_is_socket(stream);
        uasyncio_begin(fd, r);
    }
    if (r->doubtful) {
        // Of what else is known of the descriptor epoll will say whether it is true (tell_wanted).
        r->bytes = uasyncio_is_byte_stream(fd);
        r->doubtful = false;
    }
    if ((r->wanted | r->shared) & event) {
        r->shared |= event;
        return UASYNCIO_WATCH_POLL;
    }
    want(r, event, task);
    if (r->socket && uasyncio_few()) {
        uasyncio_leave_untold(fd, r);
        return UASYNCIO_WATCH_EVENT;
    }
    if (uasyncio_tell_wanted(fd, r) == 0) {
        return UASYNCIO_WATCH_EVENT;
    }
    // A plain file never blocks; on a closed one the operation fails, and the caller learns of it.
    uasyncio_unwant(r, event == EPOLLOUT);
    uasyncio_report_closed(r);
    return UASYNCIO_WATCH_READY;
}

// The registration of a stream, if there is one.
static uasyncio_registration_t *find(mp_obj_t stream, int *fd) {
    if (uasyncio_is_socket(stream) && (*fd = uasyncio_fileno(stream)) >= 0) {
        uasyncio_registration_t *r = uasyncio_registration(*fd);
        return r != NULL && uasyncio_is_of(r, stream) ? r : NULL;
    }
    // Others are searched for: a closed socket may have forgotten its place, and asking a stream might run Python code.
    int end;
    uasyncio_registration_t *all = uasyncio_registrations(&end);
    for (*fd = 0; *fd < end; ++*fd) {
        if (uasyncio_is_of(&all[*fd], stream)) {
            return &all[*fd];
        }
    }
    return NULL;
}

void uasyncio_port_adopt(uasyncio_obj_t stream) {
    int fd;
    uasyncio_registration_t *r = uasyncio_is_socket(stream) ? find(stream, &fd) : NULL;
    if (r != NULL && r->wanted == 0) {
        r->doubtful = true;
    }
}

static void unregister(int fd, uasyncio_registration_t *r) {
    if (uasyncio_has_epoll()) {
        epoll_ctl(uasyncio_epoll_fd, EPOLL_CTL_DEL, fd, NULL);
    }
    uasyncio_report_closed(r);
}

void uasyncio_unwatch_all(mp_obj_t stream) {
    int fd;
    uasyncio_registration_t *r = find(stream, &fd);
    if (r != NULL) {
        unregister(fd, r);
    }
}

void uasyncio_port_unwatch(uasyncio_obj_t stream, uasyncio_obj_t task) {
    int fd;
    uasyncio_registration_t *r = find(stream, &fd);
    if (r == NULL || r->wanted == 0) {
        return;
    }
    for (int i = 0; i < 2; ++i) {
        if (r->tasks[i] == task) {
            uasyncio_unwant(r, i);
        }
    }
    if (r->wanted == 0) {
        unregister(fd, r);
    }
}

#endif // UASYNCIO_EPOLL
