// The vector table and its handlers for register windows.
//
// A function sees sixteen of a ring of 32 or 64 registers, and a call moves the view on by 4, 8 or 12.  When the ring is
// full, the oldest frame's registers go to the stack (overflow); when a function returns to such a frame they come back
// (underflow).  Where a frame's registers lie on the stack:
//
//   a0 to a3     in the base save area of the function that it called, below that one's stack pointer
//   the others   below the base save area of the function that called it; the word at a1 - 12 has that one's stack pointer

#include "core.h"

    .section .vectors, "ax"
    .balign 0x400
    .global _vectors
_vectors:
    .org _vectors + 0x00
overflow4:
    s32e a0, a5, -16
    s32e a1, a5, -12
    s32e a2, a5, -8
    s32e a3, a5, -4
    rfwo

    .org _vectors + 0x40
underflow4:
    l32e a0, a5, -16
    l32e a1, a5, -12
    l32e a2, a5, -8
    l32e a3, a5, -4
    rfwu

    .org _vectors + 0x80
overflow8:
    s32e a0, a9, -16
    l32e a0, a1, -12
    s32e a1, a9, -12
    s32e a2, a9, -8
    s32e a3, a9, -4
    s32e a4, a0, -32
    s32e a5, a0, -28
    s32e a6, a0, -24
    s32e a7, a0, -20
    rfwo

    .org _vectors + 0xc0
underflow8:
    l32e a0, a9, -16
    l32e a1, a9, -12
    l32e a2, a9, -8
    l32e a7, a1, -12
    l32e a3, a9, -4
    l32e a4, a7, -32
    l32e a5, a7, -28
    l32e a6, a7, -24
    l32e a7, a7, -20
    rfwu

    .org _vectors + 0x100
overflow12:
    s32e a0, a13, -16
    l32e a0, a1, -12
    s32e a1, a13, -12
    s32e a2, a13, -8
    s32e a3, a13, -4
    s32e a4, a0, -48
    s32e a5, a0, -44
    s32e a6, a0, -40
    s32e a7, a0, -36
    s32e a8, a0, -32
    s32e a9, a0, -28
    s32e a10, a0, -24
    s32e a11, a0, -20
    rfwo

    .org _vectors + 0x140
underflow12:
    l32e a0, a13, -16
    l32e a1, a13, -12
    l32e a2, a13, -8
    l32e a11, a1, -12
    l32e a3, a13, -4
    l32e a4, a11, -48
    l32e a5, a11, -44
    l32e a6, a11, -40
    l32e a7, a11, -36
    l32e a8, a11, -32
    l32e a9, a11, -28
    l32e a10, a11, -24
    l32e a11, a11, -20
    rfwu

    .org _vectors + 0x300 // exceptions and level-1 interrupts
    wsr.excsave1 a0
    rsr.exccause a0
    beqi a0, 5, to_alloca
    beqi a0, 4, to_interrupt
    j crash
to_alloca:
    j alloca
to_interrupt:
    j interrupt

    .org _vectors + 0x340 // the same in user mode, which nothing here uses
    j crash

    .org _vectors + 0x3c0 // an exception in an exception's handler
    j crash
    .org _vectors + 0x400

    .section .startup, "ax" // within reach of the jumps above
    .balign 4

// A function moves its stack pointer (alloca), so its base save area must move along; but the caller's frame is in it.
// The handler fetches that frame back into the ring, as a return to it would, and the function tries again.
alloca:
    rsr.windowbase a0
    rotw -1
    rsr.ps a2
    // PS.OWB says which window the underflow handler comes back to: the function's.
    extui a3, a2, 8, 4
    xor a3, a3, a4
    rsr.excsave1 a4
    slli a3, a3, 8
    xor a2, a2, a3
    wsr.ps a2
    rsync
    // The return address has the caller's distance in its upper two bits: 1, 2 or 3 fours of registers.
    bbsi a4, 31, 1f
    j underflow4
1:  rotw -1
    bbsi a8, 30, 1f
    j underflow8
1:  rotw -1
    j underflow12

