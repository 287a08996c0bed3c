// What the assembly files share: the processor's state, and the places on the stack that the windows use.
#ifndef CORE_H
#define CORE_H

// Bits of PS, the processor's state.
#define PS_EXCM (0x10)   // in an exception handler: nothing interrupts, windows don't overflow
#define PS_WOE (0x40000) // windows overflow and underflow
#define PS_INTLEVEL (3)  // all interrupts that C code may handle are held off

// The four words below a function's stack pointer are kept for its caller's a0 to a3: the base save area.
.macro copy_base_save_area from, to
    l32i a4, \from, 0
    l32i a5, \from, 4
    l32i a6, \from, 8
    l32i a7, \from, 12
    s32i a4, \to, 0
    s32i a5, \to, 4
    s32i a6, \to, 8
    s32i a7, \to, 12
.endm

// .data is loaded where it is used; .bss is cleared here.
.macro clear_bss
    movi a2, _sbss
    movi a3, _ebss
    movi a0, 0
1:  s32i a0, a2, 0
    addi a2, a2, 4
    bltu a2, a3, 1b
.endm

#endif
