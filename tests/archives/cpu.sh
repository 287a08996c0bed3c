#!/bin/sh
# Asks cpu.h which archive suits the compilers and flags of MicroPython's ports.
set -eu
header=$(cd "$(dirname "$0")/../.." && pwd)/micropython-port/uasyncio/cpu.h
passed=0 failed=0

# expect ANSWER COMPILER FLAGS...
expect() {
    want=$1
    shift
    got=$("$@" -E -P -x c "$header" | tr -cd 'a-z0-9_.-')
    if [ "$got" = "$want" ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAIL $*: '$got', not '$want'"
    fi
}

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
# What Espressif's compiler predefines.
expect xtensa-esp32-none-elf gcc -m32 -U__i386__ -D__XTENSA__ -D__XTENSA_WINDOWED_ABI__

expect "" gcc -m32
expect "" $arm -mcpu=cortex-a9
expect "" $riscv -march=rv32imafdc -mabi=ilp32d
expect "" $riscv -march=rv64imac -mabi=lp64
# The ESP8266.
expect "" gcc -m32 -U__i386__ -D__XTENSA__ -D__XTENSA_CALL0_ABI__

echo "$passed passed, $failed failed"
[ $failed = 0 ]
