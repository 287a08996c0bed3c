// The module objects, and what a program may do to them: assign to names and delete them.
//
// The names are in flash.  MicroPython asks the function below for what it does not find there, and for each store into a
// module whose map is fixed.  The first store copies the map to the heap; the copy stays marked as fixed, so that each store
// comes here, and an import still looks for submodules in it.
#include <string.h>

#include "py/runtime.h"
#include "py/objstr.h"
#include "modules.h"

#define MODULE(of) { .base = { &mp_type_module }, .globals = (mp_obj_dict_t *)&uasyncio_names[UASYNCIO_MODULE_##of] }

// After a soft reset the map that a program gave to asyncio is gone, and the next import looks for __init__: that is found
// without the map, and puts all maps right.
static MP_DEFINE_CONST_OBJ_TYPE(package_type, MP_QSTR_module, MP_TYPE_FLAG_NONE, attr, uasyncio_module_attr);
mp_obj_module_t uasyncio_module = { .base = { &package_type }, .globals = (mp_obj_dict_t *)&uasyncio_names[UASYNCIO_MODULE_ASYNCIO] };
mp_obj_module_t uasyncio_module_core = MODULE(CORE);
mp_obj_module_t uasyncio_module_funcs = MODULE(FUNCS);
mp_obj_module_t uasyncio_module_event = MODULE(EVENT);
mp_obj_module_t uasyncio_module_lock = MODULE(LOCK);
#if UASYNCIO_STREAMS
mp_obj_module_t uasyncio_module_stream = MODULE(STREAM);
#endif

static const struct {
    mp_obj_module_t *module;
    qstr_short_t name;
} modules[] = {
    [UASYNCIO_MODULE_ASYNCIO] = { &uasyncio_module, MP_QSTR_asyncio },
    [UASYNCIO_MODULE_CORE] = { &uasyncio_module_core, MP_QSTR_core },
    [UASYNCIO_MODULE_FUNCS] = { &uasyncio_module_funcs, MP_QSTR_funcs },
    [UASYNCIO_MODULE_EVENT] = { &uasyncio_module_event, MP_QSTR_event },
    [UASYNCIO_MODULE_LOCK] = { &uasyncio_module_lock, MP_QSTR_lock },
    #if UASYNCIO_STREAMS
    [UASYNCIO_MODULE_STREAM] = { &uasyncio_module_stream, MP_QSTR_stream },
    #endif
};

// Names of their own, for the collector.
MP_REGISTER_ROOT_POINTER(void *uasyncio_own_names[6]);

void uasyncio_restore_modules(void) {
    for (size_t i = 0; i < UASYNCIO_MODULES; ++i) {
        modules[i].module->globals = (mp_obj_dict_t *)&uasyncio_names[i];
        MP_STATE_VM(uasyncio_own_names)[i] = NULL;
    }
}

// What changes while a program runs, or need not exist before somebody asks.
static mp_obj_t load(size_t module, qstr attr) {
    if (attr == MP_QSTR___name__) {
        static const MP_DEFINE_STR_OBJ(package, "asyncio.");
        return mp_binary_op(MP_BINARY_OP_ADD, MP_OBJ_FROM_PTR(&package), MP_OBJ_NEW_QSTR(modules[module].name));
    }
    if (module <= UASYNCIO_MODULE_CORE) {
        switch (attr) {
            case MP_QSTR_cur_task:
                return uasyncio_cur_task();
            case MP_QSTR__task_queue:
                return uasyncio_task_queue();
            case MP_QSTR__io_queue:
                return uasyncio_io_queue();
        }
    } else if (attr == MP_QSTR_core) {
        return MP_OBJ_FROM_PTR(&uasyncio_module_core);
    }
    return MP_OBJ_NULL;
}

static void store(size_t module, qstr attr, mp_obj_t *dest) {
    mp_obj_module_t *self = modules[module].module;
    if (MP_STATE_VM(uasyncio_own_names)[module] == NULL) {
        mp_obj_dict_t *own = MP_OBJ_TO_PTR(mp_obj_dict_copy(MP_OBJ_FROM_PTR(self->globals)));
        MP_STATE_VM(uasyncio_own_names)[module] = own;
        self->globals = own;
    }
    // Room for a new name comes first. The map would say that it has grown before it has the memory; it stays so when there
    // is none, and finalisers see it.
    mp_map_t *map = &self->globals->map;
    if (map->used == map->alloc && dest[1] != MP_OBJ_NULL) {
        size_t alloc = map->alloc + 4;
        mp_map_elem_t *table = m_new0(mp_map_elem_t, alloc);
        memcpy(table, map->table, map->used * sizeof(*table));
        map->table = table;
        map->alloc = alloc;
    }
    map->is_fixed = 0;
    mp_map_elem_t *elem = mp_map_lookup(map, MP_OBJ_NEW_QSTR(attr), dest[1] == MP_OBJ_NULL ? MP_MAP_LOOKUP_REMOVE_IF_FOUND : MP_MAP_LOOKUP_ADD_IF_NOT_FOUND);
    map->is_fixed = 1;
    if (elem != NULL) {
        elem->value = dest[1];
        dest[0] = MP_OBJ_NULL;
    }
}

void uasyncio_module_attr(mp_obj_t self, qstr attr, mp_obj_t *dest) {
    size_t module = 0;
    while (MP_OBJ_FROM_PTR(modules[module].module) != self) {
        ++module;
    }
    if (dest[0] == MP_OBJ_NULL && module == UASYNCIO_MODULE_ASYNCIO) {
        if (attr == MP_QSTR___init__) {
            dest[0] = MP_OBJ_FROM_PTR(&uasyncio_init_obj);
            return;
        }
        mp_map_elem_t *elem = mp_map_lookup(&uasyncio_module.globals->map, MP_OBJ_NEW_QSTR(attr), MP_MAP_LOOKUP);
        dest[0] = elem != NULL ? elem->value : load(module, attr);
    } else if (dest[0] == MP_OBJ_NULL) {
        dest[0] = load(module, attr);
    } else {
        store(module, attr, dest);
    }
}

// Only what is registered can be asked for names that it does not have; the core has those of upstream's C half, _asyncio.
MP_REGISTER_MODULE(MP_QSTR_asyncio, uasyncio_module);
MP_REGISTER_MODULE(MP_QSTR_uasyncio, uasyncio_module);
MP_REGISTER_MODULE(MP_QSTR__asyncio, uasyncio_module_core);
MP_REGISTER_MODULE(MP_QSTR__asyncio_funcs, uasyncio_module_funcs);
MP_REGISTER_MODULE(MP_QSTR__asyncio_event, uasyncio_module_event);
MP_REGISTER_MODULE(MP_QSTR__asyncio_lock, uasyncio_module_lock);
MP_REGISTER_MODULE_DELEGATION(uasyncio_module_core, uasyncio_module_attr);
MP_REGISTER_MODULE_DELEGATION(uasyncio_module_funcs, uasyncio_module_attr);
MP_REGISTER_MODULE_DELEGATION(uasyncio_module_event, uasyncio_module_attr);
MP_REGISTER_MODULE_DELEGATION(uasyncio_module_lock, uasyncio_module_attr);
#if UASYNCIO_STREAMS
MP_REGISTER_MODULE(MP_QSTR__asyncio_stream, uasyncio_module_stream);
MP_REGISTER_MODULE_DELEGATION(uasyncio_module_stream, uasyncio_module_attr);
#endif
