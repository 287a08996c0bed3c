// Names that a program gives to what is ours.
#include "py/runtime.h"
#include "attributes.h"
#include "types.h"

bool uasyncio_name_in(mp_map_t *map, qstr attr, mp_obj_t *dest) {
    bool loads = dest[0] == MP_OBJ_NULL, deletes = dest[1] == MP_OBJ_NULL;
    mp_map_lookup_kind_t kind = loads ? MP_MAP_LOOKUP : deletes ? MP_MAP_LOOKUP_REMOVE_IF_FOUND : MP_MAP_LOOKUP_ADD_IF_NOT_FOUND;
    mp_map_elem_t *elem = mp_map_lookup(map, MP_OBJ_NEW_QSTR(attr), kind);
    if (elem == NULL) {
        return false;
    }
    if (loads) {
        dest[0] = elem->value;
    } else {
        elem->value = dest[1];
        dest[0] = MP_OBJ_NULL;
    }
    return true;
}

void uasyncio_own_attribute(mp_obj_t self_in, qstr attr, mp_obj_t *dest) {
    uasyncio_with_attributes_t *self = MP_OBJ_TO_PTR(self_in);
    bool loads = dest[0] == MP_OBJ_NULL;
    if (self->attributes == MP_OBJ_NULL && !loads && dest[1] != MP_OBJ_NULL) {
        mp_obj_t made = mp_obj_new_dict(1);
        // A finaliser, which an allocation may run, may have stored the first one.
        if (self->attributes == MP_OBJ_NULL) {
            self->attributes = made;
        }
    }
    if (self->attributes != MP_OBJ_NULL && uasyncio_name_in(mp_obj_dict_get_map(self->attributes), attr, dest)) {
        return;
    }
    if (!loads) {
        return;
    }
    #if UASYNCIO_OVERRIDES
    const mp_obj_type_t *class = MP_OBJ_TYPE_GET_SLOT(mp_obj_get_type(self_in), parent);
    if (uasyncio_name_in(&MP_OBJ_TYPE_GET_SLOT(class, locals_dict)->map, attr, dest)) {
        mp_obj_t stored = dest[0];
        dest[0] = MP_OBJ_NULL;
        #if MICROPY_PY_BUILTINS_PROPERTY
        if (mp_obj_is_type(stored, &mp_type_property)) {
            dest[0] = mp_call_function_1(mp_obj_property_get(stored)[0], self_in);
            return;
        }
        #endif
        mp_convert_member_lookup(self_in, class, stored, dest);
        return;
    }
    #endif
    dest[1] = MP_OBJ_SENTINEL; // look in the table
}
