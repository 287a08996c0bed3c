// The Python types of tasks, awaitables and primitives: tables that name the library's functions.
#include "py/runtime.h"
#include "py/builtin.h"
#include "py/objexcept.h"
#include "py/stream.h"
#include "py/mperrno.h"
#include "py/objtype.h"
#include "attributes.h"
#include "function.h"
#include "overrides.h"
#include "primitives.h"
#include "tasks.h"
#include "types.h"

// --- Exceptions ----------------------------------------------------------------------------------------------------

#if !UASYNCIO_OVERRIDES // exceptions.c
UASYNCIO_EXCEPTION(CancelledError, mp_type_BaseException);
UASYNCIO_EXCEPTION(TimeoutError, mp_type_Exception);
#endif

// --- Types without arguments ---------------------------------------------------------------------------------------

mp_obj_t uasyncio_make_new(const mp_obj_type_t *type, size_t n_args, size_t n_kw, const mp_obj_t *args) {
    (void)args;
    mp_arg_check_num(n_args, n_kw, 0, 0, false);
    mp_obj_base_t like = { type };
    return uasyncio_make(uasyncio_port_type(MP_OBJ_FROM_PTR(&like)));
}

// --- Classes that others are derived from --------------------------------------------------------------------------

// Event.__init__(self): in an instance of a class that is derived from a built-in one MicroPython leaves a function in the place
// of the built-in part, which makes that part.
static mp_obj_t init_call(mp_obj_t self_in, size_t n_args, size_t n_kw, const mp_obj_t *args) {
    (void)self_in;
    mp_arg_check_num(n_args, n_kw, 1, MP_OBJ_FUN_ARGS_MAX, true);
    const mp_obj_type_t *type = mp_obj_get_type(args[0]);
    if (mp_obj_is_instance_type(type) && mp_obj_is_subclass_fast(MP_OBJ_FROM_PTR(type), MP_OBJ_FROM_PTR(&uasyncio_type_derivable))) {
        mp_obj_t part = ((mp_obj_instance_t *)MP_OBJ_TO_PTR(args[0]))->subobj[0];
        if (mp_obj_is_callable(part)) {
            mp_call_function_n_kw(part, n_args, n_kw, args);
        }
    }
    return mp_const_none;
}

// No built-in function: of one that a class has MicroPython wants to be called for no instance of a derived class.
static MP_DEFINE_CONST_OBJ_TYPE(init_type, MP_QSTR_function, MP_TYPE_FLAG_BINDS_SELF, call, init_call);
static const mp_obj_base_t init_obj = { &init_type };

static const mp_rom_map_elem_t derivable_table[] = { { MP_ROM_QSTR(MP_QSTR___init__), MP_ROM_PTR(&init_obj) } };
static MP_DEFINE_CONST_DICT(derivable_locals, derivable_table);

// It counts as a class of Python's, so that its function is called for the derived instance and not for the built-in part.
MP_DEFINE_CONST_OBJ_TYPE(
    uasyncio_type_derivable, MP_QSTR_object, MP_TYPE_FLAG_INSTANCE_TYPE, locals_dict, &derivable_locals);

// --- Task ----------------------------------------------------------------------------------------------------------

MP_DEFINE_CONST_FUN_OBJ_1(uasyncio_task_done_obj, uasyncio_task_done);
#if !UASYNCIO_TASK_COUNTS
static MP_DEFINE_CONST_FUN_OBJ_1(uasyncio_task_cancel_obj, uasyncio_task_cancel);
#endif

static mp_obj_t task_make_new(const mp_obj_type_t *type, size_t n_args, size_t n_kw, const mp_obj_t *args) {
    // The second argument is what upstream's task wants to know of its module.
    mp_arg_check_num(n_args, n_kw, 1, 2, false);
    (void)type;
    return uasyncio_task_new(args[0]);
}

static void task_attr(mp_obj_t self, qstr attr, mp_obj_t *dest) {
    if (dest[0] == MP_OBJ_NULL) {
        if (attr == MP_QSTR_coro) {
            dest[0] = uasyncio_task_coro(self);
        } else if (attr == MP_QSTR_data) {
            dest[0] = uasyncio_task_data(self);
        } else if (attr == MP_QSTR_state) {
            dest[0] = uasyncio_task_state(self);
        } else if (attr == MP_QSTR_ph_key) {
            dest[0] = uasyncio_task_ph_key(self);
        } else {
            dest[1] = MP_OBJ_SENTINEL; // look in the table
        }
    } else if (dest[1] != MP_OBJ_NULL) {
        if (attr == MP_QSTR_data) {
            uasyncio_task_set_data(self, dest[1]);
            dest[0] = MP_OBJ_NULL;
        } else if (attr == MP_QSTR_state) {
            uasyncio_task_set_state(self, dest[1]);
            dest[0] = MP_OBJ_NULL;
        }
    }
}

// isinstance(task, Future)
#if UASYNCIO_FUTURES
#define UASYNCIO_TASK_PARENT , parent, &uasyncio_type_future
#else
#define UASYNCIO_TASK_PARENT
#endif

static const mp_rom_map_elem_t task_table[] = {
    UASYNCIO_FUTURE_METHODS
    UASYNCIO_TASK_METHODS
};
static MP_DEFINE_CONST_DICT(task_locals, task_table);

MP_DEFINE_CONST_OBJ_TYPE(
    uasyncio_type_task, MP_QSTR_Task, MP_TYPE_FLAG_ITER_IS_ITERNEXT,
    make_new, task_make_new, attr, task_attr, iter, uasyncio_task_next, locals_dict, &task_locals UASYNCIO_TASK_PARENT);

// --- TaskQueue -----------------------------------------------------------------------------------------------------

static mp_obj_t task_queue_push(size_t n_args, const mp_obj_t *args) {
    return uasyncio_task_queue_push(args[0], args[1], n_args == 2 ? MP_OBJ_NULL : args[2]);
}

static MP_DEFINE_CONST_FUN_OBJ_VAR_BETWEEN(task_queue_push_obj, 2, 3, task_queue_push);
static MP_DEFINE_CONST_FUN_OBJ_1(task_queue_pop_obj, uasyncio_task_queue_pop);
static MP_DEFINE_CONST_FUN_OBJ_1(task_queue_peek_obj, uasyncio_task_queue_peek);
static MP_DEFINE_CONST_FUN_OBJ_2(task_queue_remove_obj, uasyncio_task_queue_remove);

static const mp_rom_map_elem_t task_queue_table[] = {
    { MP_ROM_QSTR(MP_QSTR_push), MP_ROM_PTR(&task_queue_push_obj) },
    { MP_ROM_QSTR(MP_QSTR_pop), MP_ROM_PTR(&task_queue_pop_obj) },
    { MP_ROM_QSTR(MP_QSTR_peek), MP_ROM_PTR(&task_queue_peek_obj) },
    { MP_ROM_QSTR(MP_QSTR_remove), MP_ROM_PTR(&task_queue_remove_obj) },
};
static MP_DEFINE_CONST_DICT(task_queue_locals, task_queue_table);

MP_DEFINE_CONST_OBJ_TYPE(
    uasyncio_type_task_queue, MP_QSTR_TaskQueue, MP_TYPE_FLAG_NONE,
    make_new, uasyncio_make_new, locals_dict, &task_queue_locals);

// --- Awaitables ----------------------------------------------------------------------------------------------------

static mp_obj_t resume(mp_obj_t self, mp_obj_t exception) {
    mp_obj_t result;
    switch (uasyncio_resume(self, exception, &result)) {
        case UASYNCIO_YIELDED:
            return result;
        case UASYNCIO_RETURNED:
            mp_raise_StopIteration(result == mp_const_none ? MP_OBJ_NULL : result);
        default:
            nlr_raise(result);
    }
}

static mp_obj_t awaitable_send(mp_obj_t self, mp_obj_t value) {
    (void)value;
    return resume(self, MP_OBJ_NULL);
}
static MP_DEFINE_CONST_FUN_OBJ_2(awaitable_send_obj, awaitable_send);

// throw(type[, value[, traceback]])
static mp_obj_t awaitable_throw(size_t n_args, const mp_obj_t *args) {
    return resume(args[0], n_args > 2 && args[2] != mp_const_none ? args[2] : args[1]);
}
static MP_DEFINE_CONST_FUN_OBJ_VAR_BETWEEN(awaitable_throw_obj, 2, 4, awaitable_throw);
static MP_DEFINE_CONST_FUN_OBJ_1(awaitable_close_obj, uasyncio_close);

static const mp_rom_map_elem_t awaitable_table[] = {
    { MP_ROM_QSTR(MP_QSTR_send), MP_ROM_PTR(&awaitable_send_obj) },
    { MP_ROM_QSTR(MP_QSTR_throw), MP_ROM_PTR(&awaitable_throw_obj) },
    { MP_ROM_QSTR(MP_QSTR_close), MP_ROM_PTR(&awaitable_close_obj) },
};
static MP_DEFINE_CONST_DICT(awaitable_locals, awaitable_table);

MP_DEFINE_CONST_OBJ_TYPE(
    uasyncio_type_coroutine, MP_QSTR_generator, MP_TYPE_FLAG_ITER_IS_ITERNEXT,
    iter, uasyncio_next, locals_dict, &awaitable_locals);

MP_DEFINE_CONST_OBJ_TYPE(
    uasyncio_type_sleep, MP_QSTR_sleep, MP_TYPE_FLAG_ITER_IS_ITERNEXT,
    make_new, uasyncio_make_new, iter, uasyncio_sleep_next, locals_dict, &awaitable_locals);

#if UASYNCIO_INNER_NAMES
static MP_DEFINE_CONST_FUN_OBJ_2(waiting_push_obj, uasyncio_waiting_push);
static MP_DEFINE_CONST_FUN_OBJ_1(waiting_pop_obj, uasyncio_waiting_pop);
static MP_DEFINE_CONST_FUN_OBJ_1(waiting_peek_obj, uasyncio_waiting_peek);
static MP_DEFINE_CONST_FUN_OBJ_2(waiting_remove_obj, uasyncio_waiting_remove);

// What an Event or a Lock has as `waiting`.
static const mp_rom_map_elem_t waiter_table[] = {
    { MP_ROM_QSTR(MP_QSTR_send), MP_ROM_PTR(&awaitable_send_obj) },
    { MP_ROM_QSTR(MP_QSTR_throw), MP_ROM_PTR(&awaitable_throw_obj) },
    { MP_ROM_QSTR(MP_QSTR_close), MP_ROM_PTR(&awaitable_close_obj) },
    { MP_ROM_QSTR(MP_QSTR_push), MP_ROM_PTR(&waiting_push_obj) },
    { MP_ROM_QSTR(MP_QSTR_pop), MP_ROM_PTR(&waiting_pop_obj) },
    { MP_ROM_QSTR(MP_QSTR_peek), MP_ROM_PTR(&waiting_peek_obj) },
    { MP_ROM_QSTR(MP_QSTR_remove), MP_ROM_PTR(&waiting_remove_obj) },
};
static MP_DEFINE_CONST_DICT(waiter_locals, waiter_table);
#define WAITER_LOCALS waiter_locals
#else
#define WAITER_LOCALS awaitable_locals
#endif

MP_DEFINE_CONST_OBJ_TYPE(
    uasyncio_type_waiter, MP_QSTR_wait, MP_TYPE_FLAG_ITER_IS_ITERNEXT,
    iter, uasyncio_waiter_next, locals_dict, &WAITER_LOCALS);

#if UASYNCIO_INNER_NAMES
// A task that a program has told to wait for the class, as upstream's gather does, can be cancelled by _Remove.remove(task).
// What it calls has no effect.
static MP_DEFINE_CONST_STATICMETHOD_OBJ(gather_remove_obj, MP_ROM_PTR(&mp_builtin_id_obj));
static const mp_rom_map_elem_t gather_table[] = { { MP_ROM_QSTR(MP_QSTR_remove), MP_ROM_PTR(&gather_remove_obj) } };
static MP_DEFINE_CONST_DICT(gather_locals, gather_table);

MP_DEFINE_CONST_OBJ_TYPE(uasyncio_type_gather, MP_QSTR__Remove, MP_TYPE_FLAG_NONE, locals_dict, &gather_locals);
#else
MP_DEFINE_CONST_OBJ_TYPE(uasyncio_type_gather, MP_QSTR_gather, MP_TYPE_FLAG_NONE);
#endif

// --- Primitives: Event, Lock, ThreadSafeFlag -----------------------------------------------------------------------

#define IS_WAITING(attr) (UASYNCIO_INNER_NAMES && (attr) == MP_QSTR_waiting)

static MP_NOINLINE void primitive_own_attr(mp_obj_t self, qstr attr, mp_obj_t *dest) {
    bool loads = dest[0] == MP_OBJ_NULL;
    if (attr == MP_QSTR_state && (loads || dest[1] != MP_OBJ_NULL)) {
        dest[0] = loads ? uasyncio_primitive_state(self) : (uasyncio_primitive_set_state(self, dest[1]), MP_OBJ_NULL);
    } else {
        uasyncio_own_attribute(self, attr, dest);
        #if UASYNCIO_INNER_NAMES
        if (IS_WAITING(attr) && dest[1] == MP_OBJ_SENTINEL) {
            dest[0] = uasyncio_primitive_waiting(self);
            dest[1] = MP_OBJ_NULL;
        }
        #endif
    }
}

#define PRIMITIVE_ATTR(name, class_has_names) \
    UASYNCIO_ATTR(name, primitive_own_attr, attr == MP_QSTR_state || IS_WAITING(attr) || class_has_names)
PRIMITIVE_ATTR(uasyncio_primitive_attr, false)

#if UASYNCIO_OVERRIDES
static PRIMITIVE_ATTR(event_attr, UASYNCIO_HAS_NAMES(event))
static PRIMITIVE_ATTR(lock_attr, UASYNCIO_HAS_NAMES(lock))
static PRIMITIVE_ATTR(flag_attr, UASYNCIO_HAS_NAMES(flag))
#else
#define event_attr uasyncio_primitive_attr
#define lock_attr uasyncio_primitive_attr
#define flag_attr uasyncio_primitive_attr
#endif

mp_obj_t uasyncio_primitive_make(const mp_obj_type_t *type, mp_obj_t primitive) {
    ((mp_obj_base_t *)MP_OBJ_TO_PTR(primitive))->type = type;
    return primitive;
}

// A class that takes no arguments.
#define PRIMITIVE(name, Name, ...) \
    static mp_obj_t name##_make_new(const mp_obj_type_t *type, size_t n_args, size_t n_kw, const mp_obj_t *args) { \
        (void)args; \
        mp_arg_check_num(n_args, n_kw, 0, 0, false); \
        return uasyncio_primitive_make(type, uasyncio_primitive_new(&uasyncio_##name)); \
    } \
    UASYNCIO_PRIMITIVE_OF(name, Name, name##_make_new, name##_attr, name, UASYNCIO_PARENT(name), UASYNCIO_PRINT __VA_ARGS__)

static MP_DEFINE_CONST_FUN_OBJ_1(event_is_set_obj, uasyncio_event_is_set);
static MP_DEFINE_CONST_FUN_OBJ_1(event_set_obj, uasyncio_event_set);
static MP_DEFINE_CONST_FUN_OBJ_1(event_clear_obj, uasyncio_event_clear);
static MP_DEFINE_CONST_FUN_OBJ_1(event_wait_obj, uasyncio_event_wait);

static const mp_rom_map_elem_t event_table[] = {
    { MP_ROM_QSTR(MP_QSTR_wait), MP_ROM_PTR(&event_wait_obj) },
    { MP_ROM_QSTR(MP_QSTR_set), MP_ROM_PTR(&event_set_obj) },
    { MP_ROM_QSTR(MP_QSTR_clear), MP_ROM_PTR(&event_clear_obj) },
    { MP_ROM_QSTR(MP_QSTR_is_set), MP_ROM_PTR(&event_is_set_obj) },
    UASYNCIO_FREED
};

PRIMITIVE(event, Event);

static MP_DEFINE_CONST_FUN_OBJ_1(lock_locked_obj, uasyncio_lock_locked);
static MP_DEFINE_CONST_FUN_OBJ_1(lock_release_obj, uasyncio_lock_release);

#if UASYNCIO_OVERRIDES
static MP_DEFINE_CONST_FUN_OBJ_1(lock_acquire_obj, uasyncio_lock_acquire_self);
static MP_DEFINE_CONST_FUN_OBJ_1(lock_aenter_obj, uasyncio_lock_aenter_self);
static MP_DEFINE_CONST_FUN_OBJ_VAR_BETWEEN(lock_aexit_obj, 4, 4, uasyncio_lock_aexit_self);
#else
static MP_DEFINE_CONST_FUN_OBJ_1(lock_acquire_obj, uasyncio_lock_acquire);
#define lock_aenter_obj lock_acquire_obj
static UASYNCIO_AEXIT(lock_aexit);
#endif

static const mp_rom_map_elem_t lock_table[] = {
    { MP_ROM_QSTR(MP_QSTR___aexit__), MP_ROM_PTR(&lock_aexit_obj) },
    { MP_ROM_QSTR(MP_QSTR___aenter__), MP_ROM_PTR(&lock_aenter_obj) },
    { MP_ROM_QSTR(MP_QSTR_acquire), MP_ROM_PTR(&lock_acquire_obj) },
    { MP_ROM_QSTR(MP_QSTR_release), MP_ROM_PTR(&lock_release_obj) },
    { MP_ROM_QSTR(MP_QSTR_locked), MP_ROM_PTR(&lock_locked_obj) },
    UASYNCIO_FREED
};

PRIMITIVE(lock, Lock);

static MP_DEFINE_CONST_FUN_OBJ_1(flag_set_obj, uasyncio_flag_set);
static MP_DEFINE_CONST_FUN_OBJ_1(flag_clear_obj, uasyncio_flag_clear);
#if UASYNCIO_OVERRIDES
static MP_DEFINE_CONST_FUN_OBJ_1(flag_wait_obj, uasyncio_flag_wait_self);
#else
static MP_DEFINE_CONST_FUN_OBJ_1(flag_wait_obj, uasyncio_flag_wait);
#endif

// select.poll sees a flag as a stream.
static mp_uint_t flag_ioctl(mp_obj_t self, mp_uint_t request, uintptr_t arg, int *error) {
    #if UASYNCIO_OVERRIDES
    mp_obj_t call[4];
    if (uasyncio_overrides(self, MP_QSTR_ioctl, call)) {
        call[2] = MP_OBJ_NEW_SMALL_INT(request);
        call[3] = mp_obj_new_int_from_uint(arg);
        mp_int_t answer = mp_obj_get_int(mp_call_method_n_kw(2, 0, call));
        *error = -answer;
        return answer < 0 ? MP_STREAM_ERROR : (mp_uint_t)answer;
    }
    #endif
    if (request == MP_STREAM_POLL) {
        mp_obj_t flag = uasyncio_part(self, &uasyncio_type_flag);
        return flag != MP_OBJ_NULL && uasyncio_flag_is_set(flag) ? arg : 0;
    }
    *error = MP_EINVAL;
    return MP_STREAM_ERROR;
}

// flag.ioctl(request, arg), as a stream written in Python has it.
static mp_obj_t flag_ioctl_method(mp_obj_t self, mp_obj_t request, mp_obj_t arg) {
    int error;
    mp_uint_t answer = flag_ioctl(self, mp_obj_get_int(request), mp_obj_get_int(arg), &error);
    return mp_obj_new_int((mp_int_t)answer);
}
static MP_DEFINE_CONST_FUN_OBJ_3(flag_ioctl_obj, flag_ioctl_method);

const mp_stream_p_t uasyncio_flag_stream = { .ioctl = flag_ioctl };

static const mp_rom_map_elem_t flag_table[] = {
    { MP_ROM_QSTR(MP_QSTR_wait), MP_ROM_PTR(&flag_wait_obj) },
    { MP_ROM_QSTR(MP_QSTR_set), MP_ROM_PTR(&flag_set_obj) },
    { MP_ROM_QSTR(MP_QSTR_clear), MP_ROM_PTR(&flag_clear_obj) },
    { MP_ROM_QSTR(MP_QSTR_ioctl), MP_ROM_PTR(&flag_ioctl_obj) },
    UASYNCIO_FREED
};

PRIMITIVE(flag, ThreadSafeFlag, protocol, &uasyncio_flag_stream, );
