# MicroPython's make-based ports include this file through USER_C_MODULES=<repository>/micropython-port.
#
#   UASYNCIO_LIB=<libuasyncio.a>   links a prebuilt archive; without it the one that was delivered in lib/, or cargo
#                                  builds one
#   UASYNCIO_TARGET=<triple>[+a]   which archive, where the port's compiler flags do not tell (cpu.mk)

# Both USER_C_MODULES and a manifest's c_module() may name this module.
ifndef UASYNCIO_PORT_DIR
UASYNCIO_PORT_DIR := $(USERMOD_DIR)
UASYNCIO_DIR := $(abspath $(UASYNCIO_PORT_DIR)/../..)
include $(UASYNCIO_PORT_DIR)/cpu.mk

SRC_USERMOD_C += $(addprefix $(UASYNCIO_PORT_DIR)/, moduasyncio.c loop.c modules.c attributes.c function.c types.c overrides.c exceptions.c sync.c tasks.c futures.c groups.c handles.c runner.c threads.c monitor.c clock.c outside.c streams.c port.c port_types.c port_values.c wait_event.c wait_epoll.c epoll_records.c epoll_registry.c epoll_watch.c socket_unix.c interrupt_unix.c schedule_unix.c)
SRC_USERMOD_LIB_C += $(UASYNCIO_PORT_DIR)/aeabi.c
CFLAGS_USERMOD += -I$(UASYNCIO_PORT_DIR) -I$(UASYNCIO_DIR)/include
# MicroPython's settings are read through ours, which know what the port's are.
CFLAGS_USERMOD += -iquote $(UASYNCIO_PORT_DIR)/config

# On Linux the unix port's Ctrl-C is kept out of the library (interrupt_unix.c), and what is scheduled wakes the loop
# (schedule_unix.c). Only there is a function to wrap, and a linker that is known to wrap.
ifneq ($(wildcard unix_mphal.c),)
ifeq ($(shell uname -s),Linux)
CFLAGS_USERMOD += -DUASYNCIO_WRAP_INTERRUPT -DUASYNCIO_WRAP_SCHEDULE
LDFLAGS_USERMOD += -Wl,--wrap=mp_hal_set_interrupt_char -Wl,--wrap=mp_sched_schedule -Wl,--wrap=mp_sched_schedule_node
endif
endif

# The ESP8266's linker is told which code lies in flash.
ifneq ($(wildcard boards/esp8266_common.ld),)
LDFLAGS_USERMOD += -T $(UASYNCIO_PORT_DIR)/esp8266.ld
endif

# The size of a root pointer is in this header.
QSTR_GLOBAL_DEPENDENCIES += $(UASYNCIO_DIR)/include/uasyncio.h

# The rules below come before the port's own, whose first one must stay the default.
UASYNCIO_DEFAULT_GOAL := $(.DEFAULT_GOAL)

# The archive for this firmware. Cargo knows best whether it is current; its date changes only when it was built anew.
UASYNCIO_ARCHIVE := $(BUILD)/uasyncio/libuasyncio.a
$(UASYNCIO_ARCHIVE): uasyncio-archive ;
.PHONY: uasyncio-archive
uasyncio-archive:
	$(Q)$(MKDIR) -p $(dir $(UASYNCIO_ARCHIVE))
	$(Q)$(if $(UASYNCIO_LIB),cmp -s $(UASYNCIO_LIB) $(UASYNCIO_ARCHIVE) || cp $(UASYNCIO_LIB) $(UASYNCIO_ARCHIVE),\
		AR="$(AR)" OBJCOPY="$(OBJCOPY)" $(UASYNCIO_PORT_DIR)/build_lib.sh $(uasyncio_target) $(UASYNCIO_ARCHIVE))

# Ports differ in where they put libraries on the linker's command line; objects are right everywhere, and make relinks
# when one changes. The archive's object has a section for each function: the linker still drops what is not used.
$(BUILD)/libuasyncio.o: $(UASYNCIO_ARCHIVE)
	$(ECHO) "AR $@"
	$(Q)$(AR) p $< $$($(AR) t $< | grep '^uasyncio') > $@
PY_O += $(BUILD)/libuasyncio.o

.DEFAULT_GOAL := $(UASYNCIO_DEFAULT_GOAL)
endif
