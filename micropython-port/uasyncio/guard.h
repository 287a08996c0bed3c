// Exceptions as values.
#ifndef UASYNCIO_MICROPYTHON_GUARD_H
#define UASYNCIO_MICROPYTHON_GUARD_H

#include "py/nlr.h"

// Runs `code`, and returns the exception that it raises from the enclosing function.
#define GUARDED(code) \
    nlr_buf_t nlr; \
    if (nlr_push(&nlr) != 0) { \
        return MP_OBJ_FROM_PTR(nlr.ret_val); \
    } \
    code; \
    nlr_pop(); \
    return UASYNCIO_NULL

#endif // UASYNCIO_MICROPYTHON_GUARD_H
