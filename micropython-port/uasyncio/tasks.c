// What CPython's tasks have beyond upstream's: tables that name the library's functions.
#include "py/runtime.h"
#include "tasks.h"

// --- Task ----------------------------------------------------------------------------------------------------------

#if UASYNCIO_TASK_COUNTS
static const mp_arg_t cancel_args[] = { UASYNCIO_OPTIONAL(MP_QSTR_msg, MP_ROM_NONE) };
UASYNCIO_FUNCTION(uasyncio_task_cancel_obj, uasyncio_task_cancel_counted, cancel_args, true);
#endif

#if UASYNCIO_FUTURES
mp_obj_t uasyncio_name_of(mp_obj_t name) {
    if (name == mp_const_none) {
        return MP_OBJ_NULL;
    }
    return mp_obj_is_str(name) ? name : mp_call_function_1(MP_OBJ_FROM_PTR(&mp_type_str), name);
}

// What the library keeps of a task without a name is its number.
mp_obj_t uasyncio_task_get_name(mp_obj_t task) {
    mp_obj_t name = uasyncio_task_name(task);
    if (!mp_obj_is_small_int(name)) {
        return name;
    }
    vstr_t text;
    vstr_init(&text, 16);
    vstr_printf(&text, "Task-%u", (unsigned)MP_OBJ_SMALL_INT_VALUE(name));
    return mp_obj_new_str_from_vstr(&text);
}

static mp_obj_t task_set_name(mp_obj_t task, mp_obj_t name) {
    return uasyncio_task_set_name(task, uasyncio_name_of(name));
}

MP_DEFINE_CONST_FUN_OBJ_1(uasyncio_task_get_name_obj, uasyncio_task_get_name);
MP_DEFINE_CONST_FUN_OBJ_2(uasyncio_task_set_name_obj, task_set_name);
MP_DEFINE_CONST_FUN_OBJ_1(uasyncio_task_get_coro_obj, uasyncio_task_coro);
MP_DEFINE_CONST_FUN_OBJ_1(uasyncio_task_cancelling_obj, uasyncio_task_cancelling);
MP_DEFINE_CONST_FUN_OBJ_1(uasyncio_task_uncancel_obj, uasyncio_task_uncancel);

mp_obj_t uasyncio_name_argument(mp_map_t *kw) {
    if (kw->used == 0) {
        return MP_OBJ_NULL;
    }
    static const mp_arg_t allowed[] = { { MP_QSTR_name, MP_ARG_KW_ONLY | MP_ARG_OBJ, { .u_rom_obj = MP_ROM_NONE } } };
    mp_arg_val_t name;
    mp_arg_parse_all(0, NULL, kw, 1, allowed, &name);
    return uasyncio_name_of(name.u_obj);
}
#endif
