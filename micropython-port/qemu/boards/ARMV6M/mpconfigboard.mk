# ARMv6-M: no compare-and-swap instruction, as on the RP2040.  qemu's micro:bit is its only machine with that core.
QEMU_ARCH = arm
QEMU_MACHINE = microbit
# The real chip has 16 KiB of RAM, far too little for MicroPython's tests.
QEMU_ARGS += -global nrf51-soc.flash-size=1048576 -global nrf51-soc.sram-size=262144

CFLAGS += -mthumb -mcpu=cortex-m0 -mfloat-abi=soft
CFLAGS += -DQEMU_SOC_NRF51 -DTICK_CLOCK_HZ=16000000
CFLAGS += -DMICROPY_HW_MCU_NAME='"nRF51"'

LDSCRIPT = $(OVERLAY_DIR)/nrf51.ld
SRC_BOARD_O = shared/runtime/gchelper_native.o shared/runtime/gchelper_thumb1.o
MPY_CROSS_FLAGS += -march=armv6m

MICROPY_HEAP_SIZE ?= 131072

include $(BOARD_DIR)/../../overlay.mk
