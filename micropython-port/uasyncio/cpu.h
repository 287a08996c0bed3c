// Which archive suits the compiler that reads this: the port's own flags decide, through what the compiler predefines.
// cpu.mk and micropython.cmake run the preprocessor over this file; the lines that are one string each name the target.

#if defined(__x86_64__) && defined(__linux__) && defined(__LP64__)
"x86_64-unknown-linux-gnu"
#elif defined(__i386__) && defined(__linux__)
"i686-unknown-linux-gnu"
#elif defined(__aarch64__) && defined(__linux__)
"aarch64-unknown-linux-gnu"

// Arm's M profile. Integer code without floats in arguments is the same for soft float and any FPU, but the linker
// refuses to mix the two ways of passing floats.
#elif defined(__ARM_ARCH_6M__) || defined(__ARM_ARCH_8M_BASE__)
"thumbv6m-none-eabi"
#elif defined(__ARM_ARCH_7EM__) && defined(__ARM_PCS_VFP)
"thumbv7em-none-eabihf"
#elif defined(__ARM_ARCH_8M_MAIN__) && defined(__ARM_PCS_VFP)
"thumbv8m.main-none-eabihf"
#elif defined(__ARM_ARCH_7M__) || defined(__ARM_ARCH_7EM__) || defined(__ARM_ARCH_8M_MAIN__)
"thumbv7m-none-eabi"

#elif defined(__riscv) && __riscv_xlen == 32 && defined(__riscv_mul) && defined(__riscv_compressed)
#if defined(__riscv_float_abi_single) && defined(__riscv_atomic)
"riscv32imafc-unknown-none-elf"
#elif defined(__riscv_float_abi_soft) && defined(__riscv_atomic)
"riscv32imac-unknown-none-elf"
#elif defined(__riscv_float_abi_soft)
"riscv32imc-unknown-none-elf"
#endif

// One compiler serves all chips with the same flags on the command line; micropython.cmake asks IDF_TARGET first.
#elif defined(__XTENSA_WINDOWED_ABI__)
"xtensa-esp32-none-elf"
// The ESP8266.
#elif defined(__XTENSA_CALL0_ABI__)
"xtensa-esp8266-none-elf"
#endif

// Where the port's settings can be read: an archive in which None, True and False are the constants that they are there is smaller.
#if __has_include("py/mpconfig.h")
#include "py/mpconfig.h"
#if MICROPY_OBJ_REPR == MICROPY_OBJ_REPR_A && MICROPY_OBJ_IMMEDIATE_OBJS
"+a"
#endif
#endif
