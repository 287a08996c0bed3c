// Objects, and the constants of the machine.  A host with a garbage collector would have it scan the library's state and
// every object that uasyncio_port_new makes.  This one frees everything at its end.
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "host.h"

static void *state[UASYNCIO_STATE_WORDS];
static struct object none = { KIND_NONE };
static struct object false_object = { KIND_BOOL };
static struct object true_object = { KIND_BOOL };
static struct object empty_bytes = { KIND_BYTES };
static struct object loop_class = { KIND_LOOP_CLASS };

const struct uasyncio_port_const uasyncio_port_const = {
    &none,
    &false_object,
    &true_object,
    UASYNCIO_NULL, // what an iterator returns at its end: no object
    &empty_bytes,
    &cancelled_error,
    &loop_class,
    SIZE_MAX >> 2, // the clock wraps after this
    SIZE_MAX, // no streams, so none to be asked
    state,
    EINPROGRESS,
    NULL, // no call_soon_threadsafe
    0,
    false, // no all_tasks
    UASYNCIO_NULL, // no streams, so none that ends too early
};

struct block {
    struct block *next;
    void *unused; // what follows is aligned as the block is
};

static struct block *blocks;

void *allocate(size_t size) {
    struct block *block = (struct block *)calloc(1, sizeof(struct block) + size);
    if (block == NULL) {
        uasyncio_port_raise(uasyncio_port_exception(UASYNCIO_EXC_MEMORY_ERROR, NULL));
    }
    block->next = blocks;
    blocks = block;
    return block + 1;
}

void free_objects(void) {
    while (blocks != NULL) {
        struct block *block = blocks;
        blocks = block->next;
        free(block);
    }
}

void *uasyncio_port_new(enum uasyncio_type type, size_t size) {
    void *object = allocate(size);
    uasyncio_port_init(object, type);
    return object;
}

void uasyncio_port_init(void *object, enum uasyncio_type type) {
    ((struct object *)object)->kind = (uintptr_t)type;
}

static bool is_int(uasyncio_obj_t object) {
    return ((uintptr_t)object & 1) != 0;
}

uintptr_t kind_of(uasyncio_obj_t object) {
    return is_int(object) ? (uintptr_t)UASYNCIO_TYPE_OTHER : ((struct object *)object)->kind;
}

enum uasyncio_type uasyncio_port_type(uasyncio_obj_t object) {
    uintptr_t kind = kind_of(object);
    return kind < KIND_NONE ? (enum uasyncio_type)kind : UASYNCIO_TYPE_OTHER;
}

// Nothing is derived from the library's types here.
void *uasyncio_port_native(uasyncio_obj_t object, enum uasyncio_type type) {
    return uasyncio_port_type(object) == type ? object : NULL;
}

// The library makes the primitive, and whoever asks for it says what the object is.
uasyncio_obj_t new_primitive(const struct uasyncio_primitive *primitive) {
    uasyncio_obj_t object = uasyncio_primitive_new(primitive);
    ((struct object *)object)->kind = KIND_PRIMITIVE;
    return object;
}

uasyncio_obj_t uasyncio_port_int(intptr_t value) {
    if (value > INTPTR_MAX / 2 || value < INTPTR_MIN / 2) {
        raise_error(UASYNCIO_EXC_OVERFLOW_ERROR, "all ints are small ones here");
    }
    return (uasyncio_obj_t)((uintptr_t)value << 1 | 1);
}

intptr_t uasyncio_port_get_int(uasyncio_obj_t object) {
    if (!is_int(object)) {
        raise_error(UASYNCIO_EXC_TYPE_ERROR, "can't convert to int");
    }
    return (intptr_t)object >> 1;
}

uasyncio_obj_t uasyncio_port_text(const char *text) {
    struct text *object = (struct text *)allocate(sizeof(struct text));
    object->object.kind = KIND_TEXT;
    object->text = text;
    return object;
}

// A name is known by its address alone: nothing here looks at its letters.
static struct object names[UASYNCIO_NAME_APPEND + 1];

uasyncio_obj_t uasyncio_port_name(enum uasyncio_name name) {
    names[name].kind = KIND_TEXT;
    return &names[name];
}

uasyncio_obj_t uasyncio_port_new_dict(enum uasyncio_name first, size_t n, const uasyncio_obj_t *values) {
    struct dict *dict = (struct dict *)allocate(sizeof(struct dict));
    dict->object.kind = KIND_DICT;
    dict->first = first;
    dict->n = n;
    dict->values = (uasyncio_obj_t *)allocate(n * sizeof(uasyncio_obj_t));
    memcpy(dict->values, values, n * sizeof(uasyncio_obj_t));
    return dict;
}

void uasyncio_port_set_item(uasyncio_obj_t object, uasyncio_obj_t index, uasyncio_obj_t value) {
    if (kind_of(object) == KIND_DICT) {
        struct dict *dict = (struct dict *)object;
        for (size_t i = 0; i < dict->n; i++) {
            if (index == &names[dict->first + i]) {
                dict->values[i] = value;
                return;
            }
        }
    }
    raise_error(UASYNCIO_EXC_TYPE_ERROR, "object doesn't support item assignment");
}

// No object of this host has attributes or can be called.  What the library does call is the class Loop: it has to be
// told of an exception that nobody awaits.
bool uasyncio_port_has(uasyncio_obj_t object, enum uasyncio_name name) {
    return kind_of(object) == KIND_LOOP_CLASS && name == UASYNCIO_NAME_CALL_EXCEPTION_HANDLER;
}

bool uasyncio_port_is_callable(uasyncio_obj_t object) {
    (void)object;
    return false;
}

uasyncio_obj_t uasyncio_port_call(uasyncio_obj_t function, size_t n_args, const uasyncio_obj_t *args) {
    (void)function;
    (void)n_args;
    (void)args;
    raise_error(UASYNCIO_EXC_TYPE_ERROR, "object not callable");
}

uasyncio_obj_t uasyncio_port_call_method(uasyncio_obj_t object, enum uasyncio_name name, size_t n,
    const uasyncio_obj_t *args) {
    if (!uasyncio_port_has(object, name) || n != 1) {
        raise_error(UASYNCIO_EXC_TYPE_ERROR, "no such method");
    }
    // The context is a dict of a message, the exception and the task.
    print_exception(((struct dict *)args[0])->values[UASYNCIO_NAME_EXCEPTION - UASYNCIO_NAME_MESSAGE]);
    return NONE;
}
