// The Python types of the primitives that upstream does not have: tables that name the library's functions.
#include "py/runtime.h"
#include "primitives.h"
#include "types.h"

// --- Semaphore, BoundedSemaphore -----------------------------------------------------------------------------------

#if UASYNCIO_SEMAPHORES
// One argument, `value`, by position or name.
static mp_obj_t make_semaphore(const mp_obj_type_t *type, size_t n_args, size_t n_kw, const mp_obj_t *args, bool bounded) {
    static const mp_arg_t allowed[] = { { MP_QSTR_value, MP_ARG_OBJ, { .u_rom_obj = MP_ROM_INT(1) } } };
    mp_arg_val_t value;
    mp_arg_parse_all_kw_array(n_args, n_kw, args, 1, allowed, &value);
    return uasyncio_primitive_make(type, uasyncio_semaphore_new(value.u_obj, bounded));
}

static mp_obj_t semaphore_make_new(const mp_obj_type_t *type, size_t n_args, size_t n_kw, const mp_obj_t *args) {
    return make_semaphore(type, n_args, n_kw, args, false);
}

static mp_obj_t bounded_semaphore_make_new(const mp_obj_type_t *type, size_t n_args, size_t n_kw, const mp_obj_t *args) {
    return make_semaphore(type, n_args, n_kw, args, true);
}

static mp_obj_t semaphore_aexit(size_t n_args, const mp_obj_t *args) {
    (void)n_args;
    return uasyncio_semaphore_aexit(args[0]);
}
static MP_DEFINE_CONST_FUN_OBJ_VAR_BETWEEN(semaphore_aexit_obj, 4, 4, semaphore_aexit);
static MP_DEFINE_CONST_FUN_OBJ_1(semaphore_locked_obj, uasyncio_semaphore_locked);
static MP_DEFINE_CONST_FUN_OBJ_1(semaphore_acquire_obj, uasyncio_semaphore_acquire);
static MP_DEFINE_CONST_FUN_OBJ_1(semaphore_release_obj, uasyncio_semaphore_release);

static const mp_rom_map_elem_t semaphore_table[] = {
    { MP_ROM_QSTR(MP_QSTR___aexit__), MP_ROM_PTR(&semaphore_aexit_obj) },
    { MP_ROM_QSTR(MP_QSTR___aenter__), MP_ROM_PTR(&semaphore_acquire_obj) },
    { MP_ROM_QSTR(MP_QSTR_acquire), MP_ROM_PTR(&semaphore_acquire_obj) },
    { MP_ROM_QSTR(MP_QSTR_release), MP_ROM_PTR(&semaphore_release_obj) },
    { MP_ROM_QSTR(MP_QSTR_locked), MP_ROM_PTR(&semaphore_locked_obj) },
};

UASYNCIO_PRIMITIVE(semaphore, Semaphore, semaphore_make_new, semaphore);
UASYNCIO_PRIMITIVE(bounded_semaphore, BoundedSemaphore, bounded_semaphore_make_new, semaphore);
#endif
