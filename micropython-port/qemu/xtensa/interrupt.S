// Level-1 interrupts, and the end of a program that fails.

#include "core.h"

#define FRAME (96)

    .section .startup, "ax"
    .literal_position
    .balign 4

// The registers that the interrupted function sees go to the stack, below its own; those it does not see are in the
// windows' care.  a0 was kept by the vector.  Nothing here is compiled to zero-overhead loops, so their registers stay.
    .global interrupt
interrupt:
    addi a0, a1, -FRAME
    s32i a1, a0, 4
    s32i a2, a0, 8
    s32i a3, a0, 12
    s32i a4, a0, 16
    s32i a5, a0, 20
    s32i a6, a0, 24
    s32i a7, a0, 28
    s32i a8, a0, 32
    s32i a9, a0, 36
    s32i a10, a0, 40
    s32i a11, a0, 44
    s32i a12, a0, 48
    s32i a13, a0, 52
    s32i a14, a0, 56
    s32i a15, a0, 60
    rsr.excsave1 a2
    s32i a2, a0, 0
    rsr.epc1 a2
    s32i a2, a0, 64
    rsr.ps a2
    s32i a2, a0, 68
    rsr.sar a2
    s32i a2, a0, 72
    // The stack pointer moves, and with it the base save area.
    addi a2, a1, -16
    addi a3, a0, -16
    copy_base_save_area a2, a3
    mov a1, a0
    movi a2, PS_WOE | PS_INTLEVEL
    wsr.ps a2
    rsync
    movi a4, overlay_interrupt
    callx4 a4
    movi a2, PS_WOE | PS_EXCM | PS_INTLEVEL
    wsr.ps a2
    rsync
    addi a2, a1, FRAME - 16
    addi a3, a1, -16
    copy_base_save_area a3, a2
    l32i a2, a1, 72
    wsr.sar a2
    l32i a2, a1, 68
    wsr.ps a2
    rsync
    l32i a2, a1, 64
    wsr.epc1 a2
    l32i a0, a1, 0
    l32i a2, a1, 8
    l32i a3, a1, 12
    l32i a4, a1, 16
    l32i a5, a1, 20
    l32i a6, a1, 24
    l32i a7, a1, 28
    l32i a8, a1, 32
    l32i a9, a1, 36
    l32i a10, a1, 40
    l32i a11, a1, 44
    l32i a12, a1, 48
    l32i a13, a1, 52
    l32i a14, a1, 56
    l32i a15, a1, 60
    l32i a1, a1, 4
    rfe

// Anything else: overlay_crash(cause, address) on an empty ring and an empty stack.
    .global crash
crash:
    movi a0, 0
    wsr.windowbase a0
    rsync
    movi a0, 1
    wsr.windowstart a0
    rsync
    movi a1, _estack
    movi a0, PS_WOE | PS_INTLEVEL
    wsr.ps a0
    rsync
    rsr.exccause a6
    rsr.epc1 a7
    movi a4, overlay_crash
    callx4 a4

