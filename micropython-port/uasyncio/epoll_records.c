// Linux: which streams somebody waits for: a record for each descriptor.
#include "py/runtime.h"
#include "py/gc.h"
#include "py/stream.h"
#include "types.h"
#include "wait.h"

#if UASYNCIO_EPOLL

#include <limits.h>
#include <string.h>

#include "epoll.h"

typedef struct {
    size_t n;
    // No descriptor that was ever watched is as high.
    size_t end;
    uasyncio_registration_t of[];
} registry_t;

MP_REGISTER_ROOT_POINTER(void *uasyncio_registry);

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

uasyncio_registration_t *uasyncio_registration(size_t fd) {
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

uasyncio_registration_t *uasyncio_registration_or_new(size_t fd) {
    if (uasyncio_registration(fd) == NULL) {
        size_t n = fd < UASYNCIO_FEW ? UASYNCIO_FEW : fd + fd / 2;
        registry_t *larger = gc_alloc(sizeof(registry_t) + n * sizeof(uasyncio_registration_t), 0);
        if (larger == NULL) {
            return NULL;
        }
        memset(larger, 0, sizeof(registry_t) + n * sizeof(uasyncio_registration_t));
        larger->n = n;
        // Only now: the collection may have run a finaliser that changed it.
        registry_t *old = MP_STATE_VM(uasyncio_registry);
        if (old == NULL || old->n < n) {
            if (old != NULL) {
                larger->end = old->end;
                memcpy(larger->of, old->of, old->n * sizeof(uasyncio_registration_t));
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

uintptr_t uasyncio_key_of(mp_obj_t stream) {
    return ~(uintptr_t)stream;
}

bool uasyncio_is_of(const uasyncio_registration_t *r, mp_obj_t stream) {
    return r->key == uasyncio_key_of(stream) && r->socket == uasyncio_is_socket(stream);
}

void uasyncio_forget(uasyncio_registration_t *r) {
    r->key = 0;
    r->tasks[0] = r->tasks[1] = MP_OBJ_NULL;
    r->armed = r->wanted = r->shared = 0;
    r->doubtful = false;
}

// What each of a registration's tasks waits for.
static const unsigned event_of[] = { EPOLLIN, EPOLLOUT };

mp_obj_t uasyncio_unwant(uasyncio_registration_t *r, int i) {
    mp_obj_t task = r->tasks[i];
    r->wanted &= ~event_of[i];
    r->tasks[i] = MP_OBJ_NULL;
    return task;
}

void uasyncio_report_events(uasyncio_registration_t *r, unsigned events) {
    for (int i = 0; i < 2; ++i) {
        // Whatever is neither readable nor writable is an error, and for both to see.
        if ((r->wanted & event_of[i]) && (events & ~event_of[1 - i])) {
            uasyncio_report(uasyncio_unwant(r, i));
        }
    }
}

void uasyncio_report_closed(uasyncio_registration_t *r) {
    uasyncio_report_events(r, EPOLLERR);
    uasyncio_forget(r);
}

#endif // UASYNCIO_EPOLL
