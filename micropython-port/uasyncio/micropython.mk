# MicroPython's make-based ports include this file through USER_C_MODULES=<repository>/micropython-port.
#
#   UASYNCIO_LIB=<libuasyncio.a>   links a prebuilt archive; without it cargo builds one
#   UASYNCIO_CARGO=<cargo>         the cargo to build it with

UASYNCIO_PORT_DIR := $(USERMOD_DIR)
UASYNCIO_DIR := $(abspath $(UASYNCIO_PORT_DIR)/../..)

SRC_USERMOD_C += $(addprefix $(UASYNCIO_PORT_DIR)/, moduasyncio.c types.c streams.c port.c wait_event.c wait_epoll.c)
CFLAGS_USERMOD += -I$(UASYNCIO_PORT_DIR) -I$(UASYNCIO_DIR)/include
# In the words of the ports that say it, too, so that saying it twice is no redefinition.
CFLAGS_USERMOD += '-DMICROPY_PY_ASYNCIO=(0)' -DMICROPY_MODULE_BUILTIN_SUBPACKAGES=1 -DMICROPY_MODULE_BUILTIN_INIT=1

# The rules below come before the port's own, whose first one must stay the default.
UASYNCIO_DEFAULT_GOAL := $(.DEFAULT_GOAL)

ifeq ($(UASYNCIO_LIB),)
UASYNCIO_CARGO ?= cargo
UASYNCIO_TARGET_DIR ?= $(UASYNCIO_DIR)/target
UASYNCIO_LIB := $(UASYNCIO_TARGET_DIR)/release/libuasyncio.a

# cargo knows best whether the archive is current, and leaves its date alone if it is.
$(UASYNCIO_LIB): uasyncio-cargo ;
.PHONY: uasyncio-cargo
uasyncio-cargo:
	$(Q)$(UASYNCIO_CARGO) build --release --quiet --manifest-path $(UASYNCIO_DIR)/Cargo.toml --target-dir $(UASYNCIO_TARGET_DIR)
endif

# Ports differ in where they put libraries on the linker's command line; objects are right everywhere, and make relinks
# when one changes. Sections stay apart, so that the linker still drops what is not used.
$(BUILD)/libuasyncio.o: $(UASYNCIO_LIB)
	$(ECHO) "LINK $@"
	$(Q)$(MKDIR) -p $(dir $@)
	$(Q)$(LD) -r -o $@ --undefined=uasyncio_init $<
PY_O += $(BUILD)/libuasyncio.o

.DEFAULT_GOAL := $(UASYNCIO_DEFAULT_GOAL)
