// Loop.call_soon, call_later and call_at, and the handles that they return: tables that name the library's functions.
#include "py/runtime.h"
#include "clock.h"
#include "loop.h"
#include "types.h"

#if UASYNCIO_HANDLES
static MP_DEFINE_CONST_FUN_OBJ_1(handle_cancel_obj, uasyncio_handle_cancel);
static MP_DEFINE_CONST_FUN_OBJ_1(handle_cancelled_obj, uasyncio_handle_cancelled);
static MP_DEFINE_CONST_FUN_OBJ_1(handle_when_obj, uasyncio_handle_when);

static const mp_rom_map_elem_t handle_table[] = {
    { MP_ROM_QSTR(MP_QSTR_cancel), MP_ROM_PTR(&handle_cancel_obj) },
    { MP_ROM_QSTR(MP_QSTR_cancelled), MP_ROM_PTR(&handle_cancelled_obj) },
    { MP_ROM_QSTR(MP_QSTR_when), MP_ROM_PTR(&handle_when_obj) },
};
// A Handle has all but the last.
static MP_DEFINE_CONST_DICT_WITH_SIZE(handle_locals, handle_table, MP_ARRAY_SIZE(handle_table) - 1);
static MP_DEFINE_CONST_DICT(timer_handle_locals, handle_table);
MP_DEFINE_CONST_OBJ_TYPE(uasyncio_type_handle, MP_QSTR_Handle, MP_TYPE_FLAG_NONE, locals_dict, &handle_locals);
MP_DEFINE_CONST_OBJ_TYPE(
    uasyncio_type_timer_handle, MP_QSTR_TimerHandle, MP_TYPE_FLAG_NONE, locals_dict, &timer_handle_locals,
    parent, &uasyncio_type_handle);

// `args` begins with the function.
static mp_obj_t call_in(const mp_obj_type_t *type, mp_int_t ms, mp_obj_t when, size_t n_args, const mp_obj_t *args) {
    mp_obj_t handle = uasyncio_handle_new(ms, when, args[0], n_args - 1, (mp_obj_t *)args + 1);
    ((mp_obj_base_t *)MP_OBJ_TO_PTR(handle))->type = type;
    return handle;
}

// call_soon(callback, *args)
static mp_obj_t call_soon(size_t n_args, const mp_obj_t *args) {
    return call_in(&uasyncio_type_handle, 0, MP_OBJ_NULL, n_args, args);
}
MP_DEFINE_CONST_FUN_OBJ_VAR(uasyncio_call_soon_obj, 1, call_soon);

// call_later(delay, callback, *args)
static mp_obj_t call_later(size_t n_args, const mp_obj_t *args) {
    mp_int_t ms = uasyncio_port_get_milliseconds(args[0]);
    return call_in(&uasyncio_type_timer_handle, ms, uasyncio_clock_after(ms), n_args - 1, args + 1);
}
MP_DEFINE_CONST_FUN_OBJ_VAR(uasyncio_call_later_obj, 2, call_later);

#if UASYNCIO_CLOCK
// call_at(when, callback, *args)
static mp_obj_t call_at(size_t n_args, const mp_obj_t *args) {
    return call_in(&uasyncio_type_timer_handle, uasyncio_clock_until(args[0]), args[0], n_args - 1, args + 1);
}
MP_DEFINE_CONST_FUN_OBJ_VAR(uasyncio_call_at_obj, 2, call_at);

static mp_obj_t loop_time(void) {
    return uasyncio_clock_after(0);
}
MP_DEFINE_CONST_FUN_OBJ_0(uasyncio_loop_time_obj, loop_time);
#endif
#endif
