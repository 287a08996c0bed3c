# Xtensa without register windows: the ESP8266's processor. Debian's compiler is for it.
QEMU_ARCH = xtensa
QEMU_MACHINE = lx60
QEMU_CPU = lx106
QEMU_ARGS += -cpu $(QEMU_CPU) -semihosting

CROSS_COMPILE = xtensa-lx106-elf-
CFLAGS += -mlongcalls -mtext-section-literals
CFLAGS += -isystem /usr/lib/xtensa-lx106-elf/include
CFLAGS += -DTICK_CLOCK_HZ=40000000
CFLAGS += -DMICROPY_HW_MCU_NAME='"xtensalx106"'

LDFLAGS += -nostdlib
LDSCRIPT = $(OVERLAY_DIR)/xtensa/lx106.ld
SRC_BOARD_O = xtensa/call0/start.o

MICROPY_HEAP_SIZE ?= 131072
# Newer releases ask for it.
MICROPY_STACK_SIZE ?= 10240

include $(BOARD_DIR)/../../overlay.mk

XTENSA_TRIPLE = xtensa-esp8266-none-elf
include $(OVERLAY_DIR)/xtensa/builtins.mk
