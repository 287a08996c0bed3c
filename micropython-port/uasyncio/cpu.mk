# Finds the archive that suits the port's compiler flags.
#
#   UASYNCIO_TARGET=<triple>[+a]   says it instead; +a: for object representation A alone
#
# Evaluated only when a recipe needs it: ports set their flags after they have included the user modules.

# Debug information of level 3 would have the preprocessor print every macro beside the answer.

UASYNCIO_TARGET ?= $(shell $(CC) $(CFLAGS) -g0 -E -P -x c $(UASYNCIO_PORT_DIR)/cpu.h 2>/dev/null | \
	sed -n 's/^"\([a-z0-9_.+-]*\)"$$/\1/p' | tr -d '\n' | sed 's/^+a$$//')

define UASYNCIO_NO_TARGET
uasyncio: no archive is known for what "$(CC)" compiles with this port's flags.
Name one with UASYNCIO_TARGET=<triple>, or give the archive itself with UASYNCIO_LIB=<libuasyncio.a>
endef

# The target, or the end of the build.
uasyncio_target = $(or $(UASYNCIO_TARGET),$(error $(UASYNCIO_NO_TARGET)))
