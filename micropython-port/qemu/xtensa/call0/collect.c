// The collector's look at the registers that a called function keeps, a12 to a15, and at the stack.

#include "py/gc.h"
#include "py/mpstate.h"
#include "shared/runtime/gchelper.h"

void gc_helper_collect_regs_and_stack(void) {
    volatile mp_uint_t kept[4];
    __asm volatile ("s32i a12, %0, 0\n s32i a13, %0, 4\n s32i a14, %0, 8\n s32i a15, %0, 12" :: "r" (kept) : "memory");
    gc_collect_root((void **)kept, ((mp_uint_t)MP_STATE_THREAD(stack_top) - (mp_uint_t)kept) / sizeof(mp_uint_t));
}
