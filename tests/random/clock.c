// A clock that moves only when the program waits, and then at once. Loaded before the C library (LD_PRELOAD), so that an
// unmodified MicroPython is what is tested.
//
// Time stands still while the program computes. A wait looks at what is ready now; if nothing is, the clock is moved to the
// wait's end. One process is alone with itself: what is not ready now would not be ready later. A wait without end is one.
#define _GNU_SOURCE
// With these, which make no difference on 64 bits, the functions below have the names that MicroPython asks for on 32.
#define _FILE_OFFSET_BITS 64
#define _TIME_BITS 64
#include <dlfcn.h>
#include <poll.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/select.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#define STUCK_STATUS (97)

static int64_t now_us = 1000000;
static int held;

// These three are called by the programs, through MicroPython's ffi.
void clock_set_ms(int64_t ms) {
    now_us = ms * 1000;
}

// While the clock is held, waits only look.
void clock_hold(int hold) {
    held = hold;
}

// Ends the process when it has computed for so long, however busy the machine is.
void clock_alarm(unsigned seconds) {
    struct itimerval timer = { .it_value.tv_sec = seconds };
    setitimer(ITIMER_PROF, &timer, NULL);
}

// The result of a wait that looked once and found `n_ready`.
static int waited(int n_ready, int timeout_ms) {
    if (n_ready != 0 || timeout_ms == 0 || held) {
        return n_ready;
    }
    if (timeout_ms < 0) {
        static const char message[] = "the clock: a wait that nothing can end\n";
        (void)!write(STDOUT_FILENO, message, sizeof(message) - 1);
        _exit(STUCK_STATUS);
    }
    now_us += (int64_t)timeout_ms * 1000;
    return 0;
}

int poll(struct pollfd *fds, nfds_t n, int timeout) {
    static int (*real)(struct pollfd *, nfds_t, int);
    if (real == NULL) {
        real = (int (*)(struct pollfd *, nfds_t, int))dlsym(RTLD_NEXT, "poll");
    }
    return waited(real(fds, n, 0), timeout);
}

int epoll_wait(int epoll_fd, struct epoll_event *events, int n, int timeout) {
    static int (*real)(int, struct epoll_event *, int, int);
    if (real == NULL) {
        real = (int (*)(int, struct epoll_event *, int, int))dlsym(RTLD_NEXT, "epoll_wait");
    }
    return waited(real(epoll_fd, events, n, 0), timeout);
}

// MicroPython only pauses with it.
int select(int n, fd_set *reads, fd_set *writes, fd_set *errors, struct timeval *timeout) {
    (void)n, (void)reads, (void)writes, (void)errors;
    if (timeout != NULL) {
        now_us += timeout->tv_sec * INT64_C(1000000) + timeout->tv_usec;
    }
    return 0;
}

int usleep(useconds_t us) {
    now_us += us;
    return 0;
}

int clock_gettime(clockid_t clock, struct timespec *now) {
    (void)clock;
    now->tv_sec = now_us / 1000000;
    now->tv_nsec = now_us % 1000000 * 1000;
    return 0;
}

int gettimeofday(struct timeval *now, void *zone) {
    (void)zone;
    now->tv_sec = now_us / 1000000;
    now->tv_usec = now_us % 1000000;
    return 0;
}
