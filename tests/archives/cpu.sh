#!/bin/sh
# Asks cpu.h which archive suits the compilers and flags of MicroPython's ports.
set -eu
port=$(cd "$(dirname "$0")/../.." && pwd)/micropython-port/uasyncio
passed=0 failed=0

# expect ANSWER COMPILER FLAGS...   The answer is asked for as a port's makefile does; no answer ends the build.
expect() {
    want=$1 compiler=$2
    shift 2
    # shellcheck disable=SC2016 # for make to expand
    got=$(make -s -f "$port/cpu.mk" UASYNCIO_PORT_DIR="$port" CC="$compiler" CFLAGS="$*" \
        --eval 'answer: ; @echo $(uasyncio_target)' answer 2>"$errors" || true)
    if [ "$got" != "$want" ] || { [ -z "$want" ] && ! grep -q 'UASYNCIO_TARGET=<triple>' "$errors"; }; then
        failed=$((failed + 1))
        echo "FAIL $compiler $*: '$got', not '$want'"
        cat "$errors"
    else
        passed=$((passed + 1))
    fi
}
errors=$(mktemp)
trap 'rm -f "$errors"' EXIT

arm=arm-none-eabi-gcc
expect thumbv6m-none-eabi $arm -mthumb -mcpu=cortex-m0
expect thumbv6m-none-eabi $arm -mthumb -mcpu=cortex-m0plus -mfloat-abi=soft
expect thumbv7m-none-eabi $arm -mthumb -mcpu=cortex-m3
expect thumbv7em-none-eabihf $arm -mthumb -mcpu=cortex-m4 -mfpu=fpv4-sp-d16 -mfloat-abi=hard
expect thumbv7em-none-eabihf $arm -mthumb -mcpu=cortex-m7 -mfpu=fpv5-d16 -mfloat-abi=hard
expect thumbv7m-none-eabi $arm -mthumb -mcpu=cortex-m4 -mfloat-abi=soft
expect thumbv8m.main-none-eabihf $arm -mthumb -mcpu=cortex-m33 -mfpu=fpv5-sp-d16 -mfloat-abi=hard
# pico-sdk compiles for the RP2350 like this: floats in integer registers.
expect thumbv7m-none-eabi $arm -mthumb -mcpu=cortex-m33 -march=armv8-m.main+fp+dsp -mfloat-abi=softfp
riscv=riscv64-unknown-elf-gcc
expect riscv32imc-unknown-none-elf $riscv -march=rv32imc_zicsr -mabi=ilp32
expect riscv32imac-unknown-none-elf $riscv -march=rv32imac_zicsr -mabi=ilp32
# ESP-IDF's: ESP32-C2 and C3; C5, C6, C61 and H2; P4, whose floats go in registers of their own.
expect riscv32imc-unknown-none-elf $riscv -march=rv32imc_zicsr_zifencei -mabi=ilp32
expect riscv32imac-unknown-none-elf $riscv -march=rv32imac_zicsr_zifencei -mabi=ilp32
expect riscv32imafc-unknown-none-elf $riscv -march=rv32imafc_zicsr_zifencei -mabi=ilp32f
# A chip with those registers whose port does not use them for arguments.
expect riscv32imac-unknown-none-elf $riscv -march=rv32imafc_zicsr_zifencei -mabi=ilp32
expect x86_64-unknown-linux-gnu gcc
# With the settings of MicroPython at hand: representation A, in which None, True and False are numbers, and others.
settings=$(mktemp -d)
trap 'rm -rf "$errors" "$settings"' EXIT
mkdir "$settings/py"
cat >"$settings/py/mpconfig.h" <<'END'
#define MICROPY_OBJ_REPR_A (0)
#define MICROPY_OBJ_REPR_C (2)
#ifndef MICROPY_OBJ_REPR
#define MICROPY_OBJ_REPR (MICROPY_OBJ_REPR_A)
#endif
#ifndef MICROPY_OBJ_IMMEDIATE_OBJS
#define MICROPY_OBJ_IMMEDIATE_OBJS (MICROPY_OBJ_REPR != 3)
#endif
typedef int mp_int_t; static const char *const name = "not an answer";
END
expect x86_64-unknown-linux-gnu+a gcc "-I$settings"
expect x86_64-unknown-linux-gnu+a gcc -ggdb3 "-I$settings"
expect thumbv7em-none-eabihf+a $arm -mthumb -mcpu=cortex-m4 -mfpu=fpv4-sp-d16 -mfloat-abi=hard "-I$settings"
expect thumbv7em-none-eabihf $arm -mthumb -mcpu=cortex-m7 -mfpu=fpv5-d16 -mfloat-abi=hard "-I$settings" -DMICROPY_OBJ_REPR=2
expect x86_64-unknown-linux-gnu gcc "-I$settings" -DMICROPY_OBJ_IMMEDIATE_OBJS=0
expect "" gcc -mx32 "-I$settings"
# Debug information makes no difference, neither that with macros in it.
expect x86_64-unknown-linux-gnu gcc -g
expect x86_64-unknown-linux-gnu gcc -ggdb3
expect thumbv7em-none-eabihf $arm -g3 -mthumb -mcpu=cortex-m4 -mfpu=fpv4-sp-d16 -mfloat-abi=hard
expect riscv32imc-unknown-none-elf riscv64-unknown-elf-gcc -march=rv32imc_zicsr -mabi=ilp32 -ggdb3
# What Espressif's compiler predefines.
expect xtensa-esp8266-none-elf xtensa-lx106-elf-gcc -mlongcalls -mtext-section-literals
expect xtensa-esp32-none-elf gcc -m32 -U__i386__ -D__XTENSA__ -D__XTENSA_WINDOWED_ABI__

expect i686-unknown-linux-gnu gcc -m32
expect "" gcc -mx32
expect "" $arm -mcpu=cortex-a9
expect "" $riscv -march=rv32imafdc -mabi=ilp32d
expect "" $riscv -march=rv64imac -mabi=lp64

echo "$passed passed, $failed failed"
[ $failed = 0 ]
