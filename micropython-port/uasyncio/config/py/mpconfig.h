// MicroPython's settings, with the few that this module needs another way.
//
// The build files put this folder before the others in which "py/mpconfig.h" is looked for. A definition on the command
// line would not do: a port that has one of its own, in other words, is refused as redefining it. Here all that the port,
// the board and upstream say is known already.
#ifndef UASYNCIO_MPCONFIG_H
#define UASYNCIO_MPCONFIG_H

#include_next "py/mpconfig.h"

// What ports turn on because asyncio is there stays on; it is there.
#if MICROPY_PY_SELECT
#undef MICROPY_PY_SELECT
#define MICROPY_PY_SELECT (1)
#endif

// Upstream's half in C is not built, ...
#undef MICROPY_PY_ASYNCIO
#define MICROPY_PY_ASYNCIO (0)

// ... and the module has an __init__ and submodules.
#undef MICROPY_MODULE_BUILTIN_INIT
#define MICROPY_MODULE_BUILTIN_INIT (1)
#undef MICROPY_MODULE_BUILTIN_SUBPACKAGES
#define MICROPY_MODULE_BUILTIN_SUBPACKAGES (1)

// Programs may assign to it.
#undef MICROPY_MODULE_ATTR_DELEGATION
#define MICROPY_MODULE_ATTR_DELEGATION (1)

#endif
