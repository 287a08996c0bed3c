// The clock, the idle wait, and what may come from other threads meanwhile.
//
// On a board the critical section would disable interrupts, the wait would let the processor sleep until the next one, and
// uasyncio_port_is_outside would ask the processor whether it handles one.
#include <errno.h>
#include <pthread.h>
#include <time.h>
#include "host.h"

static pthread_t loop_thread;
static pthread_mutex_t critical;
static pthread_mutex_t waiting = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t wake;
static bool woken;

// Called by the thread that will run the loop.
void start_clock(void) {
    loop_thread = pthread_self();

    pthread_mutexattr_t nests;
    pthread_mutexattr_init(&nests);
    pthread_mutexattr_settype(&nests, PTHREAD_MUTEX_RECURSIVE);
    pthread_mutex_init(&critical, &nests);
    pthread_mutexattr_destroy(&nests);

    // The wait is by the clock that nobody sets.
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&wake, &monotonic);
    pthread_condattr_destroy(&monotonic);
}

size_t uasyncio_port_ticks_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return ((size_t)now.tv_sec * 1000 + (size_t)now.tv_nsec / 1000000) & uasyncio_port_const.ticks_mask;
}

void uasyncio_port_wait(size_t timeout) {
    struct timespec end;
    clock_gettime(CLOCK_MONOTONIC, &end);
    end.tv_sec += (time_t)(timeout / 1000);
    end.tv_nsec += (long)(timeout % 1000) * 1000000;
    if (end.tv_nsec >= 1000000000) {
        end.tv_sec++;
        end.tv_nsec -= 1000000000;
    }
    pthread_mutex_lock(&waiting);
    while (!woken) {
        int error = timeout == SIZE_MAX ? pthread_cond_wait(&wake, &waiting) : pthread_cond_timedwait(&wake, &waiting, &end);
        if (error == ETIMEDOUT) {
            break;
        }
    }
    woken = false;
    pthread_mutex_unlock(&waiting);
}

void uasyncio_port_wake(void) {
    pthread_mutex_lock(&waiting);
    woken = true;
    pthread_cond_signal(&wake);
    pthread_mutex_unlock(&waiting);
}

bool uasyncio_port_is_outside(void) {
    return !pthread_equal(pthread_self(), loop_thread);
}

uint32_t uasyncio_port_critical_enter(void) {
    pthread_mutex_lock(&critical);
    return 0;
}

void uasyncio_port_critical_exit(uint32_t state) {
    (void)state;
    pthread_mutex_unlock(&critical);
}

// --- Streams: there are none, so nobody waits for one -----------------------------------------------------------------

void uasyncio_port_unwatch(uasyncio_obj_t stream, uasyncio_obj_t task) {
    (void)stream;
    (void)task;
}

uasyncio_obj_t uasyncio_port_poll(uasyncio_obj_t stream, unsigned event, unsigned *ready) {
    (void)stream;
    (void)event;
    (void)ready;
    return uasyncio_port_exception(UASYNCIO_EXC_OS_ERROR, "stream operation not supported");
}
