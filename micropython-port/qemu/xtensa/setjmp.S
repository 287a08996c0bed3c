// setjmp and longjmp for register windows, as newlib has them on an ESP32: MicroPython's exceptions use them there, too.
//
// The buffer: words 0 to 11 the registers of the function that calls setjmp, as many of them as its frame has; 12 to 15
// its base save area; 16 the return address.  vectors.S says where these lie on the stack once they are there.

#include "core.h"

#define SAVE_AREA (48)
#define RETURN (64)

    .text
    .literal_position

// Eight frames of eight registers fill the largest ring: every older frame is on the stack.  a2: how many to go.
    .balign 4
spill:
    entry a1, 32
    beqz a2, 1f
    addi a10, a2, -1
    call8 spill
1:  retw

// Where the caller's registers from a4 on lie, from a3 to before a5.  a5: the stack pointer of the caller's caller.
// The return address has the size of the caller's frame in its upper two bits, in fours of registers.
.macro upper_registers
    extui a4, a0, 30, 2
    slli a4, a4, 4
    sub a3, a5, a4
    addi a5, a5, -16
.endm

    .balign 4
    .global setjmp
setjmp:
    entry a1, 48
    movi a10, 8
    call8 spill
    addi a8, a1, -16
    copy_base_save_area a8, a2
    addi a8, a5, -16 // a5: the caller's stack pointer
    addi a9, a2, SAVE_AREA
    copy_base_save_area a8, a9
    s32i a0, a2, RETURN
    l32i a5, a2, SAVE_AREA + 4
    upper_registers
    addi a2, a2, 16
    bgeu a3, a5, 2f
1:  l32i a4, a3, 0
    s32i a4, a2, 0
    addi a3, a3, 4
    addi a2, a2, 4
    bltu a3, a5, 1b
2:  movi a2, 0
    retw

    .balign 4
    .global longjmp
longjmp:
    entry a1, 48
    mov a10, a3
    movi a4, 1
    moveqz a10, a4, a3
    // No frame but this one counts any more: what this function returns to comes from the stack.
    rsil a4, PS_INTLEVEL
    rsr.windowbase a5
    ssl a5
    movi a6, 1
    sll a6, a6
    wsr.windowstart a6
    rsync
    wsr.ps a4
    rsync
    addi a8, a1, -16
    copy_base_save_area a2, a8
    addi a8, a5, -16 // a5: the stack pointer to return to
    addi a9, a2, SAVE_AREA
    copy_base_save_area a9, a8
    l32i a0, a2, RETURN
    l32i a5, a2, SAVE_AREA + 4
    upper_registers
    addi a2, a2, 16
    bgeu a3, a5, 2f
1:  l32i a4, a2, 0
    s32i a4, a3, 0
    addi a2, a2, 4
    addi a3, a3, 4
    bltu a3, a5, 1b
2:  mov a2, a10
    retw

