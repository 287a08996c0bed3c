// The Python types of groups of tasks and of timeouts, and functions for several tasks: tables that name the library's functions.
#include "py/runtime.h"
#include "py/objexcept.h"
#include "py/objgenerator.h"
#include "clock.h"
#include "function.h"
#include "groups.h"
#include "primitives.h"
#include "tasks.h"
#include "types.h"

// --- timeout -------------------------------------------------------------------------------------------------------

#if UASYNCIO_TIMEOUTS
static const mp_arg_t delay_args[] = { UASYNCIO_REQUIRED(MP_QSTR_delay) };

// When so many milliseconds are over, or None for None.
static mp_obj_t after(mp_obj_t ms) {
    return ms == mp_const_none ? ms : uasyncio_clock_after(mp_obj_get_int(ms));
}

static mp_obj_t timeout(const mp_obj_t *args) {
    mp_obj_t ms = args[0];
    if (ms != mp_const_none) {
        ms = mp_obj_new_int(uasyncio_port_get_milliseconds(ms));
    }
    return uasyncio_timeout_new(ms, after(ms));
}
UASYNCIO_FUNCTION(uasyncio_timeout_obj, timeout, delay_args, false);

static mp_obj_t timeout_ms(const mp_obj_t *args) {
    return uasyncio_timeout_new(args[0], after(args[0]));
}
UASYNCIO_FUNCTION(uasyncio_timeout_ms_obj, timeout_ms, delay_args, false);

static mp_obj_t timeout_reschedule_ms(mp_obj_t self, mp_obj_t ms) {
    return uasyncio_timeout_reschedule(self, ms, after(ms));
}
static MP_DEFINE_CONST_FUN_OBJ_2(timeout_reschedule_ms_obj, timeout_reschedule_ms);

#if UASYNCIO_CLOCK
static mp_obj_t ms_until(mp_obj_t when) {
    return when == mp_const_none ? when : mp_obj_new_int(uasyncio_clock_until(when));
}

static mp_obj_t timeout_at(const mp_obj_t *args) {
    return uasyncio_timeout_new(ms_until(args[0]), args[0]);
}
static const mp_arg_t when_args[] = { UASYNCIO_REQUIRED(MP_QSTR_when) };
UASYNCIO_FUNCTION(uasyncio_timeout_at_obj, timeout_at, when_args, false);

static mp_obj_t timeout_reschedule(mp_obj_t self, mp_obj_t when) {
    return uasyncio_timeout_reschedule(self, ms_until(when), when);
}
static MP_DEFINE_CONST_FUN_OBJ_2(timeout_reschedule_obj, timeout_reschedule);
static MP_DEFINE_CONST_FUN_OBJ_1(timeout_when_obj, uasyncio_timeout_when);
#endif

static mp_obj_t timeout_aexit(size_t n_args, const mp_obj_t *args) {
    (void)n_args;
    return uasyncio_timeout_aexit(args[0], args[2]);
}
static MP_DEFINE_CONST_FUN_OBJ_VAR_BETWEEN(timeout_aexit_obj, 4, 4, timeout_aexit);
static MP_DEFINE_CONST_FUN_OBJ_1(timeout_aenter_obj, uasyncio_timeout_aenter);
static MP_DEFINE_CONST_FUN_OBJ_1(timeout_expired_obj, uasyncio_timeout_expired);

static const mp_rom_map_elem_t timeout_table[] = {
    { MP_ROM_QSTR(MP_QSTR___aenter__), MP_ROM_PTR(&timeout_aenter_obj) },
    { MP_ROM_QSTR(MP_QSTR___aexit__), MP_ROM_PTR(&timeout_aexit_obj) },
    { MP_ROM_QSTR(MP_QSTR_expired), MP_ROM_PTR(&timeout_expired_obj) },
    { MP_ROM_QSTR(MP_QSTR_reschedule_ms), MP_ROM_PTR(&timeout_reschedule_ms_obj) },
    #if UASYNCIO_CLOCK
    { MP_ROM_QSTR(MP_QSTR_reschedule), MP_ROM_PTR(&timeout_reschedule_obj) },
    { MP_ROM_QSTR(MP_QSTR_when), MP_ROM_PTR(&timeout_when_obj) },
    #endif
};
static MP_DEFINE_CONST_DICT(timeout_locals, timeout_table);

MP_DEFINE_CONST_OBJ_TYPE(uasyncio_type_timeout, MP_QSTR_Timeout, MP_TYPE_FLAG_NONE, locals_dict, &timeout_locals);
#endif

// --- TaskGroup -----------------------------------------------------------------------------------------------------

#if UASYNCIO_GROUPS
// Its arguments are a message and the exceptions.
static void group_exception_print(const mp_print_t *print, mp_obj_t self_in, mp_print_kind_t kind) {
    mp_obj_exception_t *self = MP_OBJ_TO_PTR(self_in);
    if (kind != PRINT_STR || self->args->len != 2) {
        mp_obj_exception_print(print, self_in, kind);
        return;
    }
    mp_obj_print_helper(print, self->args->items[0], PRINT_STR);
    mp_int_t n = mp_obj_get_int(mp_obj_len(self->args->items[1]));
    mp_printf(print, " (%d sub-exception%s)", (int)n, n == 1 ? "" : "s");
}

static void group_exception_attr(mp_obj_t self_in, qstr attr, mp_obj_t *dest) {
    mp_obj_exception_t *self = MP_OBJ_TO_PTR(self_in);
    if (dest[0] == MP_OBJ_NULL && self->args->len == 2 && (attr == MP_QSTR_message || attr == MP_QSTR_exceptions)) {
        dest[0] = self->args->items[attr == MP_QSTR_exceptions];
        if (attr == MP_QSTR_exceptions) {
            dest[0] = mp_call_function_1(MP_OBJ_FROM_PTR(&mp_type_tuple), dest[0]);
        }
    } else {
        mp_obj_exception_attr(self_in, attr, dest);
    }
}

MP_DEFINE_CONST_OBJ_TYPE(
    uasyncio_type_ExceptionGroup, MP_QSTR_ExceptionGroup, MP_TYPE_FLAG_NONE,
    make_new, mp_obj_exception_make_new, print, group_exception_print, attr, group_exception_attr, parent, &mp_type_Exception);

static mp_obj_t group_exception(mp_obj_t message, mp_obj_t exceptions) {
    return uasyncio_exception_with(&uasyncio_type_ExceptionGroup, message, exceptions);
}
static MP_DEFINE_CONST_FUN_OBJ_2(group_exception_obj, group_exception);

static mp_obj_t group_make_new(const mp_obj_type_t *type, size_t n_args, size_t n_kw, const mp_obj_t *args) {
    (void)type;
    (void)args;
    mp_arg_check_num(n_args, n_kw, 0, 0, false);
    return uasyncio_group_new();
}

static mp_obj_t group_aexit(size_t n_args, const mp_obj_t *args) {
    (void)n_args;
    return uasyncio_group_aexit(args[0], args[2], MP_OBJ_FROM_PTR(&group_exception_obj));
}
static MP_DEFINE_CONST_FUN_OBJ_VAR_BETWEEN(group_aexit_obj, 4, 4, group_aexit);
static MP_DEFINE_CONST_FUN_OBJ_1(group_aenter_obj, uasyncio_group_aenter);

#if UASYNCIO_FUTURES
static mp_obj_t group_create_task(size_t n_args, const mp_obj_t *args, mp_map_t *kw) {
    mp_arg_check_num(n_args, 0, 2, 2, false);
    return uasyncio_group_create_named_task(args[0], args[1], uasyncio_name_argument(kw));
}
static MP_DEFINE_CONST_FUN_OBJ_KW(group_create_task_obj, 2, group_create_task);
#else
static MP_DEFINE_CONST_FUN_OBJ_2(group_create_task_obj, uasyncio_group_create_task);
#endif


static const mp_rom_map_elem_t group_table[] = {
    { MP_ROM_QSTR(MP_QSTR_create_task), MP_ROM_PTR(&group_create_task_obj) },
    { MP_ROM_QSTR(MP_QSTR___aenter__), MP_ROM_PTR(&group_aenter_obj) },
    { MP_ROM_QSTR(MP_QSTR___aexit__), MP_ROM_PTR(&group_aexit_obj) },
};
static MP_DEFINE_CONST_DICT(group_locals, group_table);

MP_DEFINE_CONST_OBJ_TYPE(
    uasyncio_type_task_group, MP_QSTR_TaskGroup, MP_TYPE_FLAG_NONE, make_new, group_make_new, locals_dict, &group_locals);
#endif

// --- wait, shield and their like -----------------------------------------------------------------------------------

#if UASYNCIO_WAIT
// A list of awaitables, from an iterable of them.  One awaitable alone is an iterator as well, and one without an end.  Of a
// generator nobody knows whether it is a coroutine.
static mp_obj_t list_of(mp_obj_t iterable) {
    if (uasyncio_port_native(iterable, UASYNCIO_TYPE_TASK) != NULL
        || (!mp_obj_is_type(iterable, &mp_type_gen_instance) && uasyncio_port_is_coroutine(iterable))) {
        mp_raise_TypeError(MP_ERROR_TEXT("expect an iterable of awaitables"));
    }
    return mp_call_function_1(MP_OBJ_FROM_PTR(&mp_type_list), iterable);
}

static mp_obj_t wait(size_t n_args, const mp_obj_t *args, mp_map_t *kw) {
    enum { AWAITABLES, TIMEOUT, RETURN_WHEN };
    static const mp_arg_t allowed[] = {
        UASYNCIO_REQUIRED(MP_QSTR_fs),
        { MP_QSTR_timeout, MP_ARG_KW_ONLY | MP_ARG_OBJ, { .u_rom_obj = MP_ROM_NONE } },
        { MP_QSTR_return_when, MP_ARG_KW_ONLY | MP_ARG_OBJ, { .u_rom_obj = MP_ROM_QSTR(MP_QSTR_ALL_COMPLETED) } },
    };
    mp_arg_val_t values[MP_ARRAY_SIZE(allowed)];
    mp_arg_parse_all(n_args, args, kw, MP_ARRAY_SIZE(allowed), allowed, values);
    // In the order of what the library calls them.
    static const qstr_short_t when[] = { MP_QSTR_ALL_COMPLETED, MP_QSTR_FIRST_COMPLETED, MP_QSTR_FIRST_EXCEPTION };
    for (size_t i = 0; i < MP_ARRAY_SIZE(when); ++i) {
        if (mp_obj_equal(values[RETURN_WHEN].u_obj, MP_OBJ_NEW_QSTR(when[i]))) {
            mp_obj_t list = list_of(values[AWAITABLES].u_obj);
            return uasyncio_wait(list, values[TIMEOUT].u_obj, i, MP_OBJ_FROM_PTR(&mp_type_set));
        }
    }
    mp_raise_ValueError(MP_ERROR_TEXT("Invalid return_when value"));
}
MP_DEFINE_CONST_FUN_OBJ_KW(uasyncio_wait_obj, 0, wait);

// as_completed(fs, *, timeout=None)
static mp_obj_t as_completed(size_t n_args, const mp_obj_t *args, mp_map_t *kw) {
    enum { AWAITABLES, TIMEOUT };
    static const mp_arg_t allowed[] = {
        UASYNCIO_REQUIRED(MP_QSTR_fs),
        { MP_QSTR_timeout, MP_ARG_KW_ONLY | MP_ARG_OBJ, { .u_rom_obj = MP_ROM_NONE } },
    };
    mp_arg_val_t values[MP_ARRAY_SIZE(allowed)];
    mp_arg_parse_all(n_args, args, kw, MP_ARRAY_SIZE(allowed), allowed, values);
    mp_obj_t list = list_of(values[AWAITABLES].u_obj);
    return uasyncio_primitive_make(&uasyncio_type_as_completed, uasyncio_as_completed(list, values[TIMEOUT].u_obj));
}
MP_DEFINE_CONST_FUN_OBJ_KW(uasyncio_as_completed_obj, 0, as_completed);

static mp_obj_t as_completed_next(mp_obj_t self) {
    mp_obj_t coroutine = uasyncio_as_completed_next(self, false);
    return coroutine == MP_OBJ_NULL ? MP_OBJ_STOP_ITERATION : coroutine;
}

static mp_obj_t as_completed_anext(mp_obj_t self) {
    mp_obj_t coroutine = uasyncio_as_completed_next(self, true);
    if (coroutine == MP_OBJ_NULL) {
        mp_raise_type(&mp_type_StopAsyncIteration);
    }
    return coroutine;
}
static MP_DEFINE_CONST_FUN_OBJ_1(as_completed_anext_obj, as_completed_anext);

static const mp_rom_map_elem_t as_completed_table[] = {
    { MP_ROM_QSTR(MP_QSTR___aiter__), MP_ROM_PTR(&mp_identity_obj) },
    { MP_ROM_QSTR(MP_QSTR___anext__), MP_ROM_PTR(&as_completed_anext_obj) },
    UASYNCIO_FREED
};
static MP_DEFINE_CONST_DICT(as_completed_locals, as_completed_table);

MP_DEFINE_CONST_OBJ_TYPE(
    uasyncio_type_as_completed, MP_QSTR_as_completed, MP_TYPE_FLAG_ITER_IS_ITERNEXT,
    iter, as_completed_next, locals_dict, &as_completed_locals);

MP_DEFINE_CONST_FUN_OBJ_1(uasyncio_shield_obj, uasyncio_shield);
MP_DEFINE_CONST_FUN_OBJ_1(uasyncio_ensure_future_obj, uasyncio_promote_to_task);

static mp_obj_t iscoroutine(mp_obj_t object) {
    return mp_obj_new_bool(uasyncio_port_is_coroutine(object));
}
MP_DEFINE_CONST_FUN_OBJ_1(uasyncio_iscoroutine_obj, iscoroutine);

static mp_obj_t iscoroutinefunction(mp_obj_t object) {
    return mp_obj_new_bool(mp_obj_is_type(object, &mp_type_gen_wrap));
}
MP_DEFINE_CONST_FUN_OBJ_1(uasyncio_iscoroutinefunction_obj, iscoroutinefunction);

static mp_obj_t get_running_loop(void) {
    uasyncio_current_task(); // It raises when none runs.
    return MP_OBJ_FROM_PTR(&uasyncio_type_loop);
}
MP_DEFINE_CONST_FUN_OBJ_0(uasyncio_get_running_loop_obj, get_running_loop);
#endif
