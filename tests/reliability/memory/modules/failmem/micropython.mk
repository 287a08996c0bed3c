# MicroPython with this asyncio and an allocator that fails on demand: USER_C_MODULES=<this directory's parent>.
FAILMEM_DIR := $(USERMOD_DIR)
SRC_USERMOD_C += $(FAILMEM_DIR)/failmem.c

# What the port links with: the compiler, as those for unix and for emulated boards do, or the linker itself.
comma := ,
FAILMEM_LINKER := $(if $(wildcard unix_mphal.c)$(QEMU_ARCH),-Wl$(comma))

# All of MicroPython allocates through the first three, and all but py/gc.c itself from other objects than theirs. The
# others tell whose turn it is.
FAILMEM_WRAPPED := gc_alloc gc_realloc m_malloc_fail uasyncio_port_resume uasyncio_run_loop
LDFLAGS_USERMOD += $(foreach function,$(FAILMEM_WRAPPED),$(FAILMEM_LINKER)--wrap=$(function))

USERMOD_DIR := $(abspath $(FAILMEM_DIR)/../../../../../micropython-port/uasyncio)
include $(USERMOD_DIR)/micropython.mk
