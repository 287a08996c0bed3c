# The pyboard's chip: Cortex-M4F with hard float, on qemu's Netduino Plus 2.
QEMU_ARCH = arm
QEMU_MACHINE = netduinoplus2

CFLAGS += -mthumb -mcpu=cortex-m4 -mfpu=fpv4-sp-d16 -mfloat-abi=hard
CFLAGS += -DQEMU_SOC_STM32 -DTICK_CLOCK_HZ=168000000
CFLAGS += -DMICROPY_HW_MCU_NAME='"STM32F405"'

LDSCRIPT = $(OVERLAY_DIR)/stm32f405.ld
SRC_BOARD_O = shared/runtime/gchelper_native.o shared/runtime/gchelper_thumb2.o
MPY_CROSS_FLAGS += -march=armv7emsp

# What a PYBV11 leaves for the heap of its 128 KiB of RAM.
MICROPY_HEAP_SIZE ?= 102400

include $(BOARD_DIR)/../../overlay.mk
