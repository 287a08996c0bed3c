# MicroPython with this asyncio and an allocator that fails on demand: USER_C_MODULES=<this directory's parent>.
FAILMEM_DIR := $(USERMOD_DIR)
SRC_USERMOD_C += $(FAILMEM_DIR)/failmem.c

# What the port links with: the compiler, or on boards the linker itself.
comma := ,
FAILMEM_LINKER := $(if $(wildcard unix_mphal.c),-Wl$(comma))

# All of MicroPython allocates through these, and all but py/gc.c itself from other objects than theirs. The library resumes
# tasks through the last one.
LDFLAGS_USERMOD += $(addprefix $(FAILMEM_LINKER),--wrap=gc_alloc --wrap=gc_realloc --wrap=m_malloc_fail --wrap=uasyncio_port_resume)

USERMOD_DIR := $(abspath $(FAILMEM_DIR)/../../../../../micropython-port/uasyncio)
include $(USERMOD_DIR)/micropython.mk
