// Instances of classes that a program derives from ours: see overrides.c.
#ifndef UASYNCIO_MICROPYTHON_OVERRIDES_H
#define UASYNCIO_MICROPYTHON_OVERRIDES_H

#include "py/obj.h"
#include "py/stream.h"
#include "types.h"

// The instance of one of our types that an object is, or that it is built on; MP_OBJ_NULL if there is none.  So it is also while
// the __init__ of a derived class has not yet come to make that part.
mp_obj_t uasyncio_part(mp_obj_t object, const mp_obj_type_t *type);

// Whether a method of an instance of one of the classes that programs derive from, or of one derived so, is not the library's: a
// derived class overrides it, or a program has stored another one in the instance or the class.  Then `call` is the method, as
// mp_load_method() gives it.
bool uasyncio_overrides(mp_obj_t object, qstr name, mp_obj_t *call);

// Methods of a lock and a flag of no derived class, which call others of the instance's if a program has given it its own.
mp_obj_t uasyncio_lock_acquire_self(mp_obj_t lock);
mp_obj_t uasyncio_lock_aenter_self(mp_obj_t lock);
mp_obj_t uasyncio_lock_aexit_self(size_t n_args, const mp_obj_t *args);
mp_obj_t uasyncio_flag_wait_self(mp_obj_t flag);

// Lets a stream or server of no derived class be one with attributes, by which the library knows that it may have methods of its
// own, when its class has been given names.  Allocates in that case.  Raises MemoryError.
void uasyncio_tell_of_names(mp_obj_t object);

// How instances of these classes are printed, as those of Python's are, in a type's list of slots.
#if UASYNCIO_OVERRIDES
void uasyncio_print(const mp_print_t *print, mp_obj_t self, mp_print_kind_t kind);
#define UASYNCIO_PRINT print, uasyncio_print,
#else
#define UASYNCIO_PRINT
#endif

// How a ThreadSafeFlag is a stream.
extern const mp_stream_p_t uasyncio_flag_stream;

#endif // UASYNCIO_MICROPYTHON_OVERRIDES_H
