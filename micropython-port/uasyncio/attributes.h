// Attributes that a program gives to an instance of ours.
#ifndef UASYNCIO_MICROPYTHON_ATTRIBUTES_H
#define UASYNCIO_MICROPYTHON_ATTRIBUTES_H

#include "py/obj.h"

// What uasyncio_port.h says of the types with attributes: the second word is the host's.
typedef struct {
    mp_obj_base_t base;
    mp_obj_t attributes;
} uasyncio_with_attributes_t;

// An `attr` function that is quick, since each call of a method asks it, where a name that the type does not know itself
// (`known`), or that may be stored in its class, is looked up in an instance without attributes: the method is in the type's
// table.  `others` is for the rest.
#define UASYNCIO_ATTR(name, others, known) \
    void name(mp_obj_t self, qstr attr, mp_obj_t *dest) { \
        if (dest[0] == MP_OBJ_NULL && ((uasyncio_with_attributes_t *)MP_OBJ_TO_PTR(self))->attributes == MP_OBJ_NULL && !(known)) { \
            dest[1] = MP_OBJ_SENTINEL; \
        } else { \
            others(self, attr, dest); \
        } \
    }

// Loads, stores or deletes a name of a map, as `attr` functions do it.  Whether it was there, or is now.  Allocates at a store.
// Raises MemoryError, and has changed nothing then.
bool uasyncio_name_in(mp_map_t *map, qstr attr, mp_obj_t *dest);

// The `attr` function of a type whose instances take attributes, for all names that the type does not know itself: loads,
// stores or deletes one, finds what a program has stored in the class, and lets methods be looked up in the type's table
// otherwise.  Allocates at a store.  Raises MemoryError, and what a property of the program's raises.
void uasyncio_own_attribute(mp_obj_t self, qstr attr, mp_obj_t *dest);

#endif // UASYNCIO_MICROPYTHON_ATTRIBUTES_H
