// The module `finaliser`: an object that calls a Python function when the collector frees it. MicroPython has none for
// programs to make, but streams in C that wrap a Python stream, as TLS sockets do, close it then.
#include "py/runtime.h"

typedef struct {
    mp_obj_base_t base;
    mp_obj_t function;
} finaliser_obj_t;

static mp_obj_t finaliser_make_new(const mp_obj_type_t *type, size_t n_args, size_t n_kw, const mp_obj_t *args) {
    mp_arg_check_num(n_args, n_kw, 1, 1, false);
    finaliser_obj_t *self = mp_obj_malloc_with_finaliser(finaliser_obj_t, type);
    self->function = args[0];
    return MP_OBJ_FROM_PTR(self);
}

static mp_obj_t finaliser_del(mp_obj_t self) {
    return mp_call_function_0(((finaliser_obj_t *)MP_OBJ_TO_PTR(self))->function);
}
static MP_DEFINE_CONST_FUN_OBJ_1(finaliser_del_obj, finaliser_del);

static const mp_rom_map_elem_t finaliser_locals_table[] = {
    { MP_ROM_QSTR(MP_QSTR___del__), MP_ROM_PTR(&finaliser_del_obj) },
};
static MP_DEFINE_CONST_DICT(finaliser_locals, finaliser_locals_table);

static MP_DEFINE_CONST_OBJ_TYPE(finaliser_type, MP_QSTR_Finaliser, MP_TYPE_FLAG_NONE,
    make_new, finaliser_make_new, locals_dict, &finaliser_locals);

static const mp_rom_map_elem_t finaliser_module_table[] = {
    { MP_ROM_QSTR(MP_QSTR___name__), MP_ROM_QSTR(MP_QSTR_finaliser) },
    { MP_ROM_QSTR(MP_QSTR_Finaliser), MP_ROM_PTR(&finaliser_type) },
};
static MP_DEFINE_CONST_DICT(finaliser_module_globals, finaliser_module_table);

const mp_obj_module_t finaliser_module = {
    .base = { &mp_type_module },
    .globals = (mp_obj_dict_t *)&finaliser_module_globals,
};
MP_REGISTER_MODULE(MP_QSTR_finaliser, finaliser_module);
