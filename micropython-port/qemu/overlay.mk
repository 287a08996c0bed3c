# What our emulated boards share.  The qemu port has no clock, no `select` and no idle wait, all of which asyncio
# needs (newer releases have a clock); this adds them from outside, without a changed upstream file:
#
#   make -C ports/qemu BOARD=<name> BOARD_DIR=<this directory>/boards/<name> [USER_C_MODULES=...]
#
# Without USER_C_MODULES the image holds upstream's asyncio: the column ours is compared with.

OVERLAY_DIR := $(abspath $(BOARD_DIR)/../..)

INC += -I$(OVERLAY_DIR)
CFLAGS += -DMP_CONFIGFILE='<mpconfig_overlay.h>'
LDFLAGS += -L$(OVERLAY_DIR)
vpath %.c $(OVERLAY_DIR)
vpath %.S $(OVERLAY_DIR)

SRC_C += overlay_hal.c
ifeq ($(QEMU_ARCH),arm)
SRC_C += clock_systick.c console_arm.c vectors_arm.c
else ifeq ($(QEMU_ARCH),xtensa)
SRC_C += $(addprefix xtensa/,console.c clock.c $(if $(filter lx106,$(QEMU_CPU)),call0/collect.c,collect.c multiply.c))
else
SRC_C += clock_clint.c
endif

# The port's own functions whose place ours take: newer releases' clock, which has no interrupt that ends a wait, and on Arm
# what reads the console, where Ctrl-C would end no program.
PORT_OWN = mp_hal_ticks_ms mp_hal_ticks_us mp_hal_ticks_cpu mp_hal_delay_ms mp_hal_delay_us \
	ticks_init ticks_ms ticks_us SysTick_Handler $(if $(filter arm,$(QEMU_ARCH)),mp_hal_stdin_rx_chr)
$(addprefix $(BUILD)/,mphalport.o mcu/arm/ticks.o mcu/riscv/ticks.o): CFLAGS += $(foreach name,$(PORT_OWN),-D$(name)=port_$(name))

# By this a runner finds an emulator whose program hangs.
QEMU_ARGS += -pidfile $(abspath $(BUILD))/qemu.pid

# For measuring what asyncio takes: OVERLAY_ASYNCIO=0 leaves it out, OVERLAY_IRQTEST=0 the test's own module.
OVERLAY_ASYNCIO ?= 1
OVERLAY_IRQTEST ?= 1

ifneq ($(USER_C_MODULES),)
FROZEN_MANIFEST ?= $(OVERLAY_DIR)/../manifest.py
# The interrupt test calls a function of our library.
ifeq ($(OVERLAY_IRQTEST),1)
LDFLAGS += -Wl,--wrap=mp_obj_gen_resume
SRC_C += irqtest.c $(if $(filter arm,$(QEMU_ARCH)),timer_arm.c)
endif
else ifeq ($(OVERLAY_ASYNCIO),1)
FROZEN_MANIFEST ?= $(OVERLAY_DIR)/manifest_upstream.py
else
CFLAGS += '-DMICROPY_PY_ASYNCIO=(0)'
FROZEN_MANIFEST ?= $(OVERLAY_DIR)/../manifest.py
endif
