# RISC-V 32 without the atomic extension, as the ESP32-C3.
QEMU_ARCH = riscv32
QEMU_MACHINE = virt

# The last one counts; newer releases ask for extensions that the emulator of Debian 12 does not know.
override QEMU_EXTRA += -cpu rv32

RV32_ARCH = rv32imc_zicsr
# Debian's toolchain has its libraries for rv32im, not rv32imc; they run here just as well.
$(BUILD)/firmware.elf: private RV32_ARCH = rv32im
CFLAGS += -DQEMU_SOC_VIRT
CFLAGS += -DMICROPY_HW_MCU_NAME='"rv32imc"'

LDSCRIPT = mcu/rv32/virt.ld
SRC_BOARD_O += shared/runtime/gchelper_native.o shared/runtime/gchelper_rv32i.o
MPY_CROSS_FLAGS += -march=rv32imc

MICROPY_HEAP_SIZE ?= 131072

include $(BOARD_DIR)/../../overlay.mk
