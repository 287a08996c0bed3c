# Xtensa with register windows: the ESP32's processor, as far as a core of qemu's has its options.  Debian's compiler is
# for the ESP8266, whose core has no windows, but generates code for them; windowed.s teaches its assembler the rest.
QEMU_ARCH = xtensa
# Not the plain "sim": its console is a simulator's call that shares its buffer with the emulator's input thread without
# a lock, so that typed characters can get lost; this one has a UART.
QEMU_MACHINE = lx60
QEMU_CPU ?= de233_fpu
QEMU_ARGS += -cpu $(QEMU_CPU) -semihosting

CROSS_COMPILE = xtensa-lx106-elf-
CFLAGS += -mabi=windowed -mtext-section-literals -Wa,$(OVERLAY_DIR)/xtensa/windowed.s
CFLAGS += -isystem /usr/lib/xtensa-lx106-elf/include
CFLAGS += -DTICK_CLOCK_HZ=40000000
# As the esp32 port: MicroPython's own way to raise exceptions knows only the ESP8266's calls.
CFLAGS += -DMICROPY_NLR_SETJMP=1
CFLAGS += -DMICROPY_HW_MCU_NAME='"xtensawin"'

LDFLAGS += -nostdlib
LDSCRIPT = $(OVERLAY_DIR)/xtensa/de233_fpu.ld
SRC_BOARD_O = $(addprefix xtensa/,start.o vectors.o interrupt.o setjmp.o)

MICROPY_HEAP_SIZE ?= 131072
# Newer releases ask for it.
MICROPY_STACK_SIZE ?= 10240

include $(BOARD_DIR)/../../overlay.mk

XTENSA_TRIPLE = xtensa-esp32-none-elf
include $(OVERLAY_DIR)/xtensa/builtins.mk
