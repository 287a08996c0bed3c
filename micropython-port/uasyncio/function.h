// Functions with named arguments: tables, and one function that reads them.
#ifndef UASYNCIO_MICROPYTHON_FUNCTION_H
#define UASYNCIO_MICROPYTHON_FUNCTION_H

#include "py/runtime.h"

typedef struct {
    mp_obj_base_t base;
    // The arguments by position or name, and before them the instance of a method.
    const mp_arg_t *allowed;
    uint8_t n_allowed;
    bool is_method;
    mp_obj_t (*call)(const mp_obj_t *args);
} uasyncio_function_t;

extern const mp_obj_type_t uasyncio_type_function;

#define UASYNCIO_FUNCTION(name, call, arguments, is_method) \
    const uasyncio_function_t name = { { &uasyncio_type_function }, arguments, MP_ARRAY_SIZE(arguments), is_method, call }

// A function or method of one argument, which may be given by name. It takes as many steps as MicroPython's own of this kind.
typedef struct {
    mp_obj_base_t base;
    qstr_short_t name;
    bool is_method;
    union {
        mp_obj_t (*function)(mp_obj_t);
        mp_obj_t (*method)(mp_obj_t, mp_obj_t);
    } call;
} uasyncio_function1_t;

extern const mp_obj_type_t uasyncio_type_function1;

#define UASYNCIO_FUNCTION1(object, name, fun) \
    const uasyncio_function1_t object = { { &uasyncio_type_function1 }, MP_QSTR_##name, false, { .function = fun } }
#define UASYNCIO_METHOD1(object, name, fun) \
    const uasyncio_function1_t object = { { &uasyncio_type_function1 }, MP_QSTR_##name, true, { .method = fun } }

// obj.__aexit__(class, exception, traceback) as name##_obj, of which the library's function wants nothing but the object.
#define UASYNCIO_AEXIT(name) \
    mp_obj_t name(size_t n_args, const mp_obj_t *args) { \
        (void)n_args; \
        return uasyncio_##name(args[0]); \
    } \
    static MP_DEFINE_CONST_FUN_OBJ_VAR_BETWEEN(name##_obj, 4, 4, name)

// One argument of a table.
#define UASYNCIO_REQUIRED(name) { name, MP_ARG_REQUIRED | MP_ARG_OBJ, { .u_obj = MP_OBJ_NULL } }
#define UASYNCIO_OPTIONAL(name, value) { name, MP_ARG_OBJ, { .u_rom_obj = value } }

#endif // UASYNCIO_MICROPYTHON_FUNCTION_H
