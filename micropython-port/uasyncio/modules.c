// The module objects, and what a program may do to them: assign to names and delete them.
//
// The names are in flash.  The first store into a module copies its map to the heap.  MicroPython asks the function below for
// each store into a module whose map is fixed, and for what it does not find there; the copy stays marked as fixed, so that
// this goes on, and an import still looks for submodules in it.
#include "py/runtime.h"
#include "attributes.h"
#include "modules.h"
#include "monitor.h"

// After a soft reset the map that asyncio had is gone, and the next import looks for __init__.  So it finds its names itself,
// while the submodules, which an import wants to be modules like any other, leave it to MicroPython.
static void package_print(const mp_print_t *print, mp_obj_t self, mp_print_kind_t kind) {
    (void)self;
    (void)kind;
    mp_print_str(print, "<module 'asyncio'>");
}
static MP_DEFINE_CONST_OBJ_TYPE(
    package_type, MP_QSTR_module, MP_TYPE_FLAG_NONE, attr, uasyncio_module_attr, print, package_print);
mp_obj_module_t uasyncio_module = { .base = { &package_type } };

// The submodules, and at the end, for the collector, what asyncio has: the same map as uasyncio_module.
MP_REGISTER_ROOT_POINTER(mp_obj_module_t uasyncio_modules[6]);
#define MODULES MP_STATE_VM(uasyncio_modules)

void uasyncio_restore_modules(void) {
    mp_obj_dict_init(&MP_STATE_VM(uasyncio_loop_names), 0);
    #if UASYNCIO_OVERRIDES
    for (size_t i = 0; i < UASYNCIO_CLASSES; ++i) {
        mp_obj_dict_init(&MP_STATE_VM(uasyncio_class_names)[i], 0);
    }
    #endif
    for (size_t i = 0; i <= UASYNCIO_MODULES; ++i) {
        MODULES[i].base.type = &mp_type_module;
        uasyncio_module.globals = MODULES[i].globals = (mp_obj_dict_t *)&uasyncio_names[i];
    }
}

// What is not in a module's map.
static mp_obj_t load(size_t i, qstr attr) {
    if (i == UASYNCIO_MODULES) {
        #if MICROPY_CPYTHON_COMPAT
        if (attr == MP_QSTR___dict__) {
            // `from asyncio import *` of newer releases asks for it, too.
            return MP_OBJ_FROM_PTR(uasyncio_module.globals);
        }
        #endif
        // Not only for the one who looks: upstream's `from asyncio import nothing` is an AttributeError, too.
        mp_obj_t name = MP_OBJ_NEW_QSTR(attr);
        nlr_raise(mp_obj_new_exception_args(&mp_type_AttributeError, 1, &name));
    }
    if (attr == MP_QSTR_core && i != UASYNCIO_MODULE_CORE) {
        return MP_OBJ_FROM_PTR(&MODULES[UASYNCIO_MODULE_CORE]);
    }
    return MP_OBJ_NULL;
}

// Stores or deletes a name in the module's own map.
static void change(size_t i, qstr attr, mp_obj_t *dest) {
    mp_obj_dict_t *own = MODULES[i].globals;
    if (own == &uasyncio_names[i]) {
        own = MP_OBJ_TO_PTR(mp_obj_dict_copy(MP_OBJ_FROM_PTR(own)));
        MODULES[i].globals = own;
        uasyncio_module.globals = MODULES[UASYNCIO_MODULES].globals;
    }
    // The map stays marked as fixed when there is no memory for another name.
    mp_map_t map = own->map;
    map.is_fixed = 0;
    uasyncio_name_in(&map, attr, dest);
    map.is_fixed = 1;
    own->map = map;
}

void uasyncio_module_attr(mp_obj_t self, qstr attr, mp_obj_t *dest) {
    bool loads = dest[0] == MP_OBJ_NULL;
    if (loads && attr == MP_QSTR___init__) {
        // Here nothing else may be looked at: see above.
        dest[0] = MP_OBJ_FROM_PTR(&uasyncio_init_obj);
        return;
    }
    size_t i = UASYNCIO_MODULES;
    if (self != MP_OBJ_FROM_PTR(&uasyncio_module)) {
        i = (mp_obj_module_t *)MP_OBJ_TO_PTR(self) - MODULES;
    }
    if (i == UASYNCIO_MODULE_CORE && (loads || dest[1] != MP_OBJ_NULL)) {
        for (enum uasyncio_name name = UASYNCIO_NAME_EXC_CONTEXT; name >= UASYNCIO_NAME_CREATE_TASK; --name) {
            if (uasyncio_port_name(name) == MP_OBJ_NEW_QSTR(attr)) {
                mp_obj_t live = uasyncio_live(name, dest[1]);
                if (name != UASYNCIO_NAME_CREATE_TASK) {
                    dest[0] = live;
                    return;
                }
            }
        }
    }
    if (i == UASYNCIO_MODULES && uasyncio_slow_slice_attr(attr, dest)) {
        return;
    }
    if (!loads) {
        change(i, attr, dest);
    } else if (!uasyncio_name_in(&MODULES[i].globals->map, attr, dest)) {
        dest[0] = load(i, attr);
    }
}

MP_REGISTER_MODULE(MP_QSTR_asyncio, uasyncio_module);
MP_REGISTER_MODULE(MP_QSTR_uasyncio, uasyncio_module);
// Upstream's C half has Task and TaskQueue.
MP_REGISTER_MODULE(MP_QSTR__asyncio, uasyncio_module);
MP_REGISTER_MODULE_DELEGATION(MP_STATE_VM(uasyncio_modules)[0], uasyncio_module_attr);
MP_REGISTER_MODULE_DELEGATION(MP_STATE_VM(uasyncio_modules)[1], uasyncio_module_attr);
MP_REGISTER_MODULE_DELEGATION(MP_STATE_VM(uasyncio_modules)[2], uasyncio_module_attr);
MP_REGISTER_MODULE_DELEGATION(MP_STATE_VM(uasyncio_modules)[3], uasyncio_module_attr);
#if UASYNCIO_STREAMS
MP_REGISTER_MODULE_DELEGATION(MP_STATE_VM(uasyncio_modules)[4], uasyncio_module_attr);
#endif
