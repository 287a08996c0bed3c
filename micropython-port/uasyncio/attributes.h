// Attributes that a program gives to an instance of ours.
#ifndef UASYNCIO_MICROPYTHON_ATTRIBUTES_H
#define UASYNCIO_MICROPYTHON_ATTRIBUTES_H

#include "py/obj.h"

// The `attr` function of a type whose instances take attributes, for all names that the type does not know itself: loads,
// stores or deletes one, and lets methods be looked up in the type's table otherwise.  Allocates at a store.  Raises
// MemoryError.
void uasyncio_own_attribute(mp_obj_t self, qstr attr, mp_obj_t *dest);

#endif // UASYNCIO_MICROPYTHON_ATTRIBUTES_H
