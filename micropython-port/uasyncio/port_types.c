// The virtual machine's half of uasyncio_port.h: instances of the library's types.
// What each function is for, and how it fails, is said there.
#include <string.h>

#include "py/runtime.h"
#include "py/objtype.h"
#include "py/gc.h"
#include "overrides.h"
#include "types.h"

static const mp_obj_type_t *const types[] = {
    [UASYNCIO_TYPE_OTHER] = NULL,
    [UASYNCIO_TYPE_TASK] = &uasyncio_type_task,
    [UASYNCIO_TYPE_TASK_QUEUE] = &uasyncio_type_task_queue,
    [UASYNCIO_TYPE_IO_QUEUE] = &uasyncio_type_io_queue,
    [UASYNCIO_TYPE_SLEEP] = &uasyncio_type_sleep,
    [UASYNCIO_TYPE_WAITER] = &uasyncio_type_waiter,
    [UASYNCIO_TYPE_COROUTINE] = &uasyncio_type_coroutine,
    [UASYNCIO_TYPE_OBSERVER] = &uasyncio_type_gather,
    #if UASYNCIO_STREAMS
    [UASYNCIO_TYPE_STREAM] = &uasyncio_type_stream,
    #if UASYNCIO_SOCKETS
    [UASYNCIO_TYPE_SERVER] = &uasyncio_type_server,
    #endif
    #endif
    #if UASYNCIO_TIMEOUTS
    [UASYNCIO_TYPE_TIMEOUT] = &uasyncio_type_timeout,
    #endif
    #if UASYNCIO_GROUPS
    [UASYNCIO_TYPE_TASK_GROUP] = &uasyncio_type_task_group,
    #endif
    [UASYNCIO_TYPE_PRIMITIVE] = NULL, // not told apart
    #if UASYNCIO_FUTURES
    [UASYNCIO_TYPE_FUTURE] = &uasyncio_type_future,
    #endif
};

void *uasyncio_port_new(enum uasyncio_type type, size_t size) {
    // The allocator begins each search where it last found a single block.  What asyncio programs allocate is larger, so
    // it would walk over the whole used heap every time.  A single block moves the start: behind the newest object it is
    // given back at once, in a hole among older ones it fills that until the next collection.
    static uintptr_t newest;
    if (size > MICROPY_BYTES_PER_GC_BLOCK) {
        void *probe = gc_alloc(1, 0);
        if ((uintptr_t)probe > newest) {
            gc_free(probe);
        }
    }
    #if UASYNCIO_ALL_TASKS
    bool is_told = type == UASYNCIO_TYPE_PRIMITIVE || type == UASYNCIO_TYPE_FUTURE;
    mp_obj_base_t *object = is_told ? memset(m_malloc_with_finaliser(size), 0, size) : m_malloc0(size);
    #else
    mp_obj_base_t *object = m_malloc0(size);
    #endif
    newest = (uintptr_t)object;
    object->type = types[type];
    #if UASYNCIO_ALL_TASKS
    if (type == UASYNCIO_TYPE_PRIMITIVE) {
        object->type = &uasyncio_type_primitive;
    }
    #endif
    return object;
}

void uasyncio_port_init(void *object, enum uasyncio_type type) {
    ((mp_obj_base_t *)object)->type = types[type];
}

enum uasyncio_type uasyncio_port_type(uasyncio_obj_t object) {
    if (mp_obj_is_obj(object)) {
        const mp_obj_type_t *type = ((mp_obj_base_t *)MP_OBJ_TO_PTR(object))->type;
        for (size_t i = 1; i < MP_ARRAY_SIZE(types); ++i) {
            if (types[i] == type) {
                return UASYNCIO_FUTURES && i == UASYNCIO_TYPE_FUTURE ? UASYNCIO_TYPE_TASK : i;
            }
        }
    }
    return UASYNCIO_TYPE_OTHER;
}

void *uasyncio_port_native(uasyncio_obj_t object, enum uasyncio_type type) {
    // Of what is not one of ours there is no type.
    if (types[type] == NULL || !mp_obj_is_obj(object)) {
        return NULL;
    }
    const mp_obj_type_t *of = ((mp_obj_base_t *)MP_OBJ_TO_PTR(object))->type;
    bool is_future = UASYNCIO_FUTURES && type == UASYNCIO_TYPE_TASK && of == types[UASYNCIO_TYPE_FUTURE];
    if (of == types[type] || is_future) {
        return MP_OBJ_TO_PTR(object);
    }
    // Only instances of Python's classes are built on others: the usual coroutine is none.
    if (!mp_obj_is_instance_type(of)) {
        return NULL;
    }
    mp_obj_t part = uasyncio_part(object, types[type]);
    #if UASYNCIO_FUTURES
    if (part == MP_OBJ_NULL && type == UASYNCIO_TYPE_TASK) {
        part = uasyncio_part(object, &uasyncio_type_future);
    }
    #endif
    return part == MP_OBJ_NULL ? NULL : MP_OBJ_TO_PTR(part);
}
