// CancelledError and TimeoutError, which are classes of Python's in upstream's asyncio: a program may store names in them and in
// their instances.
#include <string.h>

#include "py/runtime.h"
#include "py/objexcept.h"
#include "py/objtuple.h"
#include "attributes.h"
#include "types.h"

#if UASYNCIO_OVERRIDES

// An exception of MicroPython's has no word for attributes.  The first one that is stored gives it another tuple of arguments, of
// this type, in which a dict stands behind the last one.  Python never sees that tuple.
static MP_DEFINE_CONST_OBJ_TYPE(args_type, MP_QSTR_tuple, MP_TYPE_FLAG_NONE);

static bool has_attributes(const mp_obj_exception_t *self) {
    return self->args != NULL && self->args->base.type == &args_type;
}

static mp_map_t *attributes_of(const mp_obj_exception_t *self) {
    return mp_obj_dict_get_map(self->args->items[self->args->len]);
}

static void give_attributes(mp_obj_exception_t *self) {
    mp_obj_t attributes = mp_obj_new_dict(1);
    size_t len = self->args == NULL ? 0 : self->args->len;
    mp_obj_tuple_t *args = MP_OBJ_TO_PTR(mp_obj_new_tuple(len + 1, NULL));
    if (len != 0) {
        memcpy(args->items, self->args->items, len * sizeof(mp_obj_t));
    }
    args->items[len] = attributes;
    args->len = len;
    args->base.type = &args_type;
    // Finalisers, which an allocation may run, may have stored the first one.
    if (!has_attributes(self)) {
        self->args = args;
    }
}

static void exception_attr(mp_obj_t self_in, qstr attr, mp_obj_t *dest) {
    mp_obj_exception_t *self = MP_OBJ_TO_PTR(self_in);
    bool loads = dest[0] == MP_OBJ_NULL;
    if (!loads) {
        mp_obj_exception_attr(self_in, attr, dest); // __traceback__
        if (dest[0] == MP_OBJ_NULL) {
            return;
        }
        if (!has_attributes(self) && dest[1] != MP_OBJ_NULL) {
            give_attributes(self);
        }
    }
    if (has_attributes(self) && uasyncio_name_in(attributes_of(self), attr, dest)) {
        return;
    }
    if (!loads) {
        return;
    }
    if (uasyncio_name_in(&MP_OBJ_TYPE_GET_SLOT(self->base.type, locals_dict)->map, attr, dest)) {
        mp_obj_t stored = dest[0];
        dest[0] = MP_OBJ_NULL;
        mp_convert_member_lookup(self_in, self->base.type, stored, dest);
        return;
    }
    mp_obj_exception_attr(self_in, attr, dest);
    if (attr == MP_QSTR_args && has_attributes(self)) {
        dest[0] = mp_obj_new_tuple(self->args->len, self->args->items);
    }
}

// The flag says that properties may be stored; MicroPython would write it.
#define EXCEPTION(name, base) \
    MP_DEFINE_CONST_OBJ_TYPE( \
    uasyncio_type_##name, MP_QSTR_##name, MP_TYPE_FLAG_HAS_SPECIAL_ACCESSORS, \
    make_new, mp_obj_exception_make_new, print, mp_obj_exception_print, attr, exception_attr, \
    locals_dict, &MP_STATE_VM(uasyncio_class_names)[UASYNCIO_CLASS_##name], parent, &base)

EXCEPTION(CancelledError, mp_type_BaseException);
EXCEPTION(TimeoutError, mp_type_Exception);

#endif // UASYNCIO_OVERRIDES
