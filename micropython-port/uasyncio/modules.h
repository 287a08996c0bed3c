// The modules asyncio, asyncio.core, .event, .funcs, .lock and .stream.
#ifndef UASYNCIO_MICROPYTHON_MODULES_H
#define UASYNCIO_MICROPYTHON_MODULES_H

#include "types.h"

// The submodules, in the order of their names in the table.
enum {
    UASYNCIO_MODULE_CORE,
    UASYNCIO_MODULE_FUNCS,
    UASYNCIO_MODULE_EVENT,
    UASYNCIO_MODULE_LOCK,
    #if UASYNCIO_STREAMS
    UASYNCIO_MODULE_STREAM,
    #endif
    UASYNCIO_MODULES
};

// In RAM: the first store gives it names of its own.  (py/objmodule.h declares it as a constant, and cannot be included here.)
extern mp_obj_module_t uasyncio_module;

// What they have until then, and at the end what asyncio has (moduasyncio.c).
extern const mp_obj_dict_t uasyncio_names[UASYNCIO_MODULES + 1];

// The attributes of the modules.
void uasyncio_module_attr(mp_obj_t self, qstr attr, mp_obj_t *dest);

// asyncio.__init__, which each import calls (moduasyncio.c).
MP_DECLARE_CONST_FUN_OBJ_0(uasyncio_init_obj);

// Gives all modules the names that they have at the start.
void uasyncio_restore_modules(void);

#endif // UASYNCIO_MICROPYTHON_MODULES_H
