// The collector's look at the registers of the windows, as the esp32 port has it: by calling deep enough that all of them
// are on the stack.

#include "py/gc.h"
#include "py/mpstate.h"
#include "shared/runtime/gchelper.h"

// The largest ring of registers there is, and what a call takes of it.
#define RING (64)
#define A_CALL (8)

// The volatile argument keeps the compiler from making a loop of it.
static void collect(volatile unsigned depth) {
    if (depth < RING / A_CALL) {
        collect(depth + 1);
    } else {
        volatile uint32_t sp;
        __asm volatile ("mov %0, a1" : "=r" (sp));
        gc_collect_root((void **)sp, ((mp_uint_t)MP_STATE_THREAD(stack_top) - sp) / sizeof(uint32_t));
    }
}

void gc_helper_collect_regs_and_stack(void) {
    collect(0);
}
