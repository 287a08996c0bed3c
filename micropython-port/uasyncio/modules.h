// The modules asyncio, asyncio.core, .event, .funcs, .lock and .stream.
#ifndef UASYNCIO_MICROPYTHON_MODULES_H
#define UASYNCIO_MICROPYTHON_MODULES_H

#include "types.h"

enum {
    UASYNCIO_MODULE_ASYNCIO,
    UASYNCIO_MODULE_CORE,
    UASYNCIO_MODULE_FUNCS,
    UASYNCIO_MODULE_EVENT,
    UASYNCIO_MODULE_LOCK,
    #if UASYNCIO_STREAMS
    UASYNCIO_MODULE_STREAM,
    #endif
    UASYNCIO_MODULES
};

// In RAM: the first store into one gives it names of its own.
extern mp_obj_module_t uasyncio_module;
extern mp_obj_module_t uasyncio_module_core;
extern mp_obj_module_t uasyncio_module_funcs;
extern mp_obj_module_t uasyncio_module_event;
extern mp_obj_module_t uasyncio_module_lock;
extern mp_obj_module_t uasyncio_module_stream;

// What they have until then (moduasyncio.c).
extern const mp_obj_dict_t uasyncio_names[UASYNCIO_MODULES];

// The attributes of the modules that their maps do not have, and all stores.
void uasyncio_module_attr(mp_obj_t self, qstr attr, mp_obj_t *dest);

// asyncio.__init__, which each import calls (moduasyncio.c).
MP_DECLARE_CONST_FUN_OBJ_0(uasyncio_init_obj);

// Gives all modules the names that they have at the start.
void uasyncio_restore_modules(void);

#endif // UASYNCIO_MICROPYTHON_MODULES_H
