// From power-on to main().

#include "core.h"

    .section .startup, "ax"
    .literal_position
    .balign 4
    .global _start
_start:
    movi a0, 0
    wsr.intenable a0
    wsr.windowbase a0
    rsync
    movi a0, 1
    wsr.windowstart a0
    rsync
    movi a0, _vectors
    wsr.vecbase a0
    movi a1, _estack
    movi a0, PS_WOE
    wsr.ps a0
    rsync
    // .data is loaded where it is used; .bss is cleared here.
    movi a2, _sbss
    movi a3, _ebss
    movi a0, 0
1:  s32i a0, a2, 0
    addi a2, a2, 4
    bltu a2, a3, 1b
    movi a4, overlay_main
    callx4 a4

