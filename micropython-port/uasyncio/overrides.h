// Instances of classes that a program derives from ours: see overrides.c.
#ifndef UASYNCIO_MICROPYTHON_OVERRIDES_H
#define UASYNCIO_MICROPYTHON_OVERRIDES_H

#include "py/obj.h"
#include "py/stream.h"

// The instance of one of our types that an object is, or that it is built on; MP_OBJ_NULL if there is none.  So it is also while
// the __init__ of a derived class has not yet come to make that part.
mp_obj_t uasyncio_part(mp_obj_t object, const mp_obj_type_t *type);

// Whether an object is an instance of a derived class in which a method is not the library's.  Then `call` is the method, as
// mp_load_method() gives it.
bool uasyncio_overrides(mp_obj_t object, qstr name, mp_obj_t *call);

// How a ThreadSafeFlag is a stream.
extern const mp_stream_p_t uasyncio_flag_stream;

#endif // UASYNCIO_MICROPYTHON_OVERRIDES_H
