// Ctrl-C on the unix port, where MicroPython is configured to raise KeyboardInterrupt out of the signal handler, at
// whatever instruction the signal has come: also while a list of the library is being changed, or in a critical section,
// which is a mutex there and would stay locked.
//
// From the first import of the library on the signal only marks the exception as pending, as on every other port.  The
// virtual machine looks for it at each jump, calls that block are ended by the signal, and the loop looks before each
// turn of a task (uasyncio_port_resume) and when it sleeps.
#include "py/runtime.h"
#include "py/mphal.h"
#include "interrupt.h"

#if UASYNCIO_DEFER_INTERRUPTS

#include <errno.h>
#include <signal.h>

#include "uasyncio_port.h"

static bool imported;
// The port's; NULL while it wants none.
static void (*ports_handler)(int);

static void mark_pending(int signum) {
    static volatile sig_atomic_t unheard;
    if (MP_STATE_MAIN_THREAD(mp_pending_exception) != MP_OBJ_FROM_PTR(&MP_STATE_VM(mp_kbd_exception))) {
        unheard = 0;
        mp_sched_keyboard_interrupt();
    } else if (++unheard == 2) {
        // The program is somewhere where nobody looks, and whoever types wants to be rid of it.  The second one might be the
        // first that a terminal and a parent process have both sent.
        signal(signum, SIG_DFL);
        raise(signum);
    }
    int error = errno;
    uasyncio_port_wake();
    errno = error;
}

// A handler that the program has installed by itself stays.
static void replace_handler(void) {
    struct sigaction action;
    if (imported && ports_handler != NULL && sigaction(SIGINT, NULL, &action) == 0 && action.sa_handler == ports_handler) {
        // Without SA_RESTART, so that it ends calls that block.
        action.sa_handler = mark_pending;
        sigaction(SIGINT, &action, NULL);
    }
}

void uasyncio_defer_interrupts(void) {
    imported = true;
    replace_handler();
}

// The port installs its handler for each program and each line of the REPL.  The linker calls this function instead of the
// port's (micropython.mk).
extern void __real_mp_hal_set_interrupt_char(char c);
void __wrap_mp_hal_set_interrupt_char(char c);

void __wrap_mp_hal_set_interrupt_char(char c) {
    __real_mp_hal_set_interrupt_char(c);
    struct sigaction action;
    ports_handler = c == CHAR_CTRL_C && sigaction(SIGINT, NULL, &action) == 0 ? action.sa_handler : NULL;
    replace_handler();
}

#endif // UASYNCIO_DEFER_INTERRUPTS
