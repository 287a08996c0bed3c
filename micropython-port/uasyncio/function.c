// Functions with named arguments: see function.h.
#include "function.h"

// The most that a table has.
#define MAX_ARGS (5)

static mp_obj_t function_call(mp_obj_t self_in, size_t n_args, size_t n_kw, const mp_obj_t *args) {
    const uasyncio_function_t *self = MP_OBJ_TO_PTR(self_in);
    mp_arg_val_t values[1 + MAX_ARGS];
    size_t n_self = self->is_method;
    if (n_args < n_self) {
        mp_arg_error_terse_mismatch();
    }
    if (n_self != 0) {
        values[0].u_obj = args[0];
    }
    mp_arg_parse_all_kw_array(n_args - n_self, n_kw, args + n_self, self->n_allowed, self->allowed, values + n_self);
    _Static_assert(sizeof(mp_arg_val_t) == sizeof(mp_obj_t), "");
    return self->call((const mp_obj_t *)values);
}

static mp_obj_t function1_call(mp_obj_t self_in, size_t n_args, size_t n_kw, const mp_obj_t *args) {
    const uasyncio_function1_t *self = MP_OBJ_TO_PTR(self_in);
    size_t last = self->is_method;
    const mp_obj_t *argument = &args[last];
    if (n_kw == 1 && n_args == last && *argument == MP_OBJ_NEW_QSTR(self->name)) {
        ++argument; // It stands behind its name.
    } else {
        mp_arg_check_num(n_args, n_kw, last + 1, last + 1, false);
    }
    return self->is_method ? self->call.method(args[0], *argument) : self->call.function(*argument);
}

MP_DEFINE_CONST_OBJ_TYPE(
    uasyncio_type_function1, MP_QSTR_function, MP_TYPE_FLAG_BINDS_SELF | MP_TYPE_FLAG_BUILTIN_FUN,
    call, function1_call);

MP_DEFINE_CONST_OBJ_TYPE(
    uasyncio_type_function, MP_QSTR_function, MP_TYPE_FLAG_BINDS_SELF | MP_TYPE_FLAG_BUILTIN_FUN,
    call, function_call);
