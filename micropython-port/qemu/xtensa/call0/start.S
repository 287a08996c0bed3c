// From power-on to main(), and the interrupts, on a processor without register windows.

#include "../core.h"

#define FRAME (80)

    .section .vectors, "ax"
    .balign 0x100
_vectors:
    .org _vectors + 0x10 // debug
    j crash
    .org _vectors + 0x20 // what cannot be held off
    j crash
    .org _vectors + 0x30 // exceptions and level-1 interrupts
    j exception
    .org _vectors + 0x50 // the same in user mode, which nothing here uses
    j crash
    .org _vectors + 0x70 // an exception in an exception's handler
    j crash

    .section .startup, "ax"
    .literal_position
    .balign 4
    .global _start
_start:
    movi a0, 0
    wsr.intenable a0
    movi a0, _vectors
    wsr.vecbase a0
    movi a1, _estack
    movi a0, 0
    wsr.ps a0
    rsync
    clear_bss
    movi a0, overlay_main
    callx0 a0

// A function that is called keeps a12 to a15 itself.
    .balign 4
exception:
    addi a1, a1, -FRAME
    s32i a0, a1, 0
    rsr.exccause a0
    beqi a0, 4, interrupt
crash:
    rsr.exccause a2
    rsr.epc1 a3
    movi a1, _estack
    movi a0, PS_INTLEVEL
    wsr.ps a0
    rsync
    movi a0, overlay_crash
    callx0 a0
interrupt:
    s32i a2, a1, 4
    s32i a3, a1, 8
    s32i a4, a1, 12
    s32i a5, a1, 16
    s32i a6, a1, 20
    s32i a7, a1, 24
    s32i a8, a1, 28
    s32i a9, a1, 32
    s32i a10, a1, 36
    s32i a11, a1, 40
    rsr.sar a2
    s32i a2, a1, 44
    rsr.epc1 a2
    s32i a2, a1, 48
    rsr.ps a2
    s32i a2, a1, 52
    movi a0, PS_INTLEVEL
    wsr.ps a0
    rsync
    movi a0, overlay_interrupt
    callx0 a0
    l32i a2, a1, 52
    wsr.ps a2 // as an exception left it: nothing interrupts from here
    rsync
    l32i a2, a1, 48
    wsr.epc1 a2
    l32i a2, a1, 44
    wsr.sar a2
    l32i a0, a1, 0
    l32i a2, a1, 4
    l32i a3, a1, 8
    l32i a4, a1, 12
    l32i a5, a1, 16
    l32i a6, a1, 20
    l32i a7, a1, 24
    l32i a8, a1, 28
    l32i a9, a1, 32
    l32i a10, a1, 36
    l32i a11, a1, 40
    addi a1, a1, FRAME
    rfe
