// The classes of primitives: what tasks wait for.
#ifndef UASYNCIO_MICROPYTHON_PRIMITIVES_H
#define UASYNCIO_MICROPYTHON_PRIMITIVES_H

#include "py/obj.h"
#include "types.h"

// Says of which class a new primitive is.
mp_obj_t uasyncio_primitive_make(const mp_obj_type_t *type, mp_obj_t primitive);

// The `attr` function of all of them: what a program gives to an instance, `state` and `waiting`.
void uasyncio_primitive_attr(mp_obj_t self, qstr attr, mp_obj_t *dest);

// A class: its name in C and in Python, its constructor, its function for attributes, whose table of methods (`table`_table) it
// has, its parent, and what its type has besides what all have, each with a comma behind it.
#define UASYNCIO_PRIMITIVE_OF(name, Name, constructor, attribute, table, parent_type, ...) \
    static MP_DEFINE_CONST_DICT(name##_locals, table##_table); \
    MP_DEFINE_CONST_OBJ_TYPE( \
    uasyncio_type_##name, MP_QSTR_##Name, MP_TYPE_FLAG_NONE, \
    make_new, constructor, attr, attribute, locals_dict, &name##_locals, __VA_ARGS__ \
    parent, &parent_type)

// One whose parent is that of all classes.
#define UASYNCIO_PRIMITIVE(name, Name, constructor, attribute, table, ...) \
    UASYNCIO_PRIMITIVE_OF(name, Name, constructor, attribute, table, uasyncio_type_derivable, __VA_ARGS__)

#endif // UASYNCIO_MICROPYTHON_PRIMITIVES_H
