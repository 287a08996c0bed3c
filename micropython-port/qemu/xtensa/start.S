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
    clear_bss
    movi a4, overlay_main
    callx4 a4

