// Future, and what CPython's tasks have in common with it: tables that name the library's functions.
#include "py/runtime.h"
#include "py/objexcept.h"
#include "tasks.h"

#if UASYNCIO_FUTURES
UASYNCIO_EXCEPTION(InvalidStateError, mp_type_Exception);

MP_DEFINE_CONST_FUN_OBJ_1(uasyncio_task_result_obj, uasyncio_task_result);
MP_DEFINE_CONST_FUN_OBJ_1(uasyncio_task_exception_obj, uasyncio_task_exception);
MP_DEFINE_CONST_FUN_OBJ_1(uasyncio_task_cancelled_obj, uasyncio_task_cancelled);
MP_DEFINE_CONST_FUN_OBJ_2(uasyncio_task_add_done_callback_obj, uasyncio_task_add_done_callback);
MP_DEFINE_CONST_FUN_OBJ_2(uasyncio_task_remove_done_callback_obj, uasyncio_task_remove_done_callback);

static mp_obj_t get_loop(mp_obj_t self) {
    (void)self;
    return MP_OBJ_FROM_PTR(&uasyncio_type_loop);
}
MP_DEFINE_CONST_FUN_OBJ_1(uasyncio_task_get_loop_obj, get_loop);

static MP_DEFINE_CONST_FUN_OBJ_2(set_result_obj, uasyncio_future_set_result);

// Anything else would be made a TypeError, as `raise` does, and that would become the outcome.
static mp_obj_t set_exception(mp_obj_t self, mp_obj_t exception) {
    if (!mp_obj_is_exception_type(exception) && !mp_obj_is_exception_instance(exception)) {
        mp_raise_TypeError(MP_ERROR_TEXT("invalid exception object"));
    }
    return uasyncio_future_set_exception(self, exception);
}
static MP_DEFINE_CONST_FUN_OBJ_2(set_exception_obj, set_exception);

static const mp_rom_map_elem_t future_table[] = {
    { MP_ROM_QSTR(MP_QSTR_set_result), MP_ROM_PTR(&set_result_obj) },
    { MP_ROM_QSTR(MP_QSTR_set_exception), MP_ROM_PTR(&set_exception_obj) },
    UASYNCIO_FUTURE_METHODS
    UASYNCIO_FREED
};
static MP_DEFINE_CONST_DICT(future_locals, future_table);

static mp_obj_t future_make_new(const mp_obj_type_t *type, size_t n_args, size_t n_kw, const mp_obj_t *args) {
    (void)type;
    // CPython's takes the loop.
    static const mp_arg_t allowed[] = { { MP_QSTR_loop, MP_ARG_KW_ONLY | MP_ARG_OBJ, { .u_rom_obj = MP_ROM_NONE } } };
    mp_arg_val_t loop;
    mp_arg_parse_all_kw_array(n_args, n_kw, args, MP_ARRAY_SIZE(allowed), allowed, &loop);
    return uasyncio_future_new();
}

MP_DEFINE_CONST_OBJ_TYPE(
    uasyncio_type_future, MP_QSTR_Future, MP_TYPE_FLAG_ITER_IS_ITERNEXT,
    make_new, future_make_new, iter, uasyncio_task_next, locals_dict, &future_locals);
#endif
