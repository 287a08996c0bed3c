// A host of the library in plain C: objects, exceptions, coroutines and a clock, and no Python.  C99 and C++17.
//
// It implements the part of uasyncio_port.h that tasks, sleeping, events, flags and cancelling need.  What else is in the
// header (streams, Python's containers) belongs to functions of the library that this program never calls: the linker
// leaves those out (--gc-sections) and asks for nothing that they would need.
#ifndef HOST_H
#define HOST_H

#include "uasyncio.h"

// What an object begins with.  Up to the last `enum uasyncio_type` it is an object of the library, and then this is the one
// word that the library leaves to the host; the kinds from KIND_NONE on are this host's own.  Small ints are no pointers:
// their lowest bit is set, which an address never has.
struct object {
    uintptr_t kind;
};

enum kind {
    KIND_NONE = 0x100,
    KIND_BOOL,
    KIND_BYTES,
    KIND_TEXT,
    KIND_DICT,
    KIND_EXCEPTION_CLASS,
    KIND_EXCEPTION,
    KIND_LOOP_CLASS,
    KIND_COROUTINE,
    KIND_PRIMITIVE, // an Event or a ThreadSafeFlag
};

struct text {
    struct object object;
    const char *text;
};

// A class of exceptions, or an instance.
struct exception {
    struct object object;
    enum uasyncio_exception type;
    const char *message; // NULL for none
};

// A dict whose keys are successive names, as the library makes it.
struct dict {
    struct object object;
    enum uasyncio_name first;
    size_t n;
    uasyncio_obj_t *values;
};

// An `async def` function in C: its body is called anew after each await, and `step` says where it goes on.
struct coroutine {
    struct object object;
    void (*body)(struct coroutine *self);
    void *locals; // the body's variables, if it has any
    int step;
    uasyncio_obj_t awaited; // what it waits for, or NULL
    bool catches; // whether the body goes on when that fails; if not, the coroutine fails likewise
    uasyncio_obj_t value; // of what it has awaited; at the end its own
    uasyncio_obj_t caught; // the exception of what it has awaited, or NULL
};

#define NONE (uasyncio_port_const.none)

// objects.c
uintptr_t kind_of(uasyncio_obj_t object);
void *allocate(size_t size); // zeroed; freed by free_objects
void free_objects(void);
uasyncio_obj_t new_primitive(const struct uasyncio_primitive *primitive);

// exceptions.c
#ifdef __GNUC__
__attribute__((noreturn))
#endif
void raise_error(enum uasyncio_exception type, const char *message);
void print_exception(uasyncio_obj_t exception);
extern struct exception cancelled_error;

// coroutines.c
uasyncio_obj_t new_coroutine(void (*body)(struct coroutine *self), void *locals);
void await(struct coroutine *self, uasyncio_obj_t awaitable, int next_step);
void finish(struct coroutine *self, uasyncio_obj_t value);
uasyncio_obj_t run(uasyncio_obj_t coroutine, bool *raised);

// waiting.c
void start_clock(void);

#endif // HOST_H
