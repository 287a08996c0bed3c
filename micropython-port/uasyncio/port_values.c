// The virtual machine's half of uasyncio_port.h: containers, bytes, exceptions, standard error.
// What each function is for, and how it fails, is said there.
#include <string.h>

#include "py/gc.h"
#include "py/runtime.h"
#include "py/objlist.h"
#include "py/objtuple.h"
#include "py/objexcept.h"
#include "py/stream.h"
#include "types.h"

// --- Containers and bytes ------------------------------------------------------------------------------------------

uasyncio_obj_t uasyncio_port_new_list(size_t n, const uasyncio_obj_t *items) {
    return mp_obj_new_list(n, (mp_obj_t *)items);
}

uasyncio_obj_t *uasyncio_port_list_items(uasyncio_obj_t list, size_t *n) {
    mp_obj_list_t *self = MP_OBJ_TO_PTR(list);
    *n = self->len;
    return self->items;
}

uasyncio_obj_t uasyncio_port_text(const char *text) {
    return mp_obj_new_str_from_cstr(text);
}

uasyncio_obj_t uasyncio_port_new_pair(uasyncio_obj_t a, uasyncio_obj_t b) {
    mp_obj_t items[] = { a, b };
    return mp_obj_new_tuple(2, items);
}

uasyncio_obj_t uasyncio_port_new_dict(enum uasyncio_name first, size_t n, const uasyncio_obj_t *values) {
    mp_obj_t dict = mp_obj_new_dict(n);
    for (size_t i = 0; i < n; ++i) {
        mp_obj_dict_store(dict, uasyncio_port_name(first + i), values[i]);
    }
    return dict;
}

void uasyncio_port_add_waiter(uasyncio_obj_t map, uasyncio_obj_t stream, bool writes, uasyncio_obj_t task) {
    mp_map_elem_t *elem = mp_map_lookup(mp_obj_dict_get_map(map), mp_obj_id(stream), MP_MAP_LOOKUP_ADD_IF_NOT_FOUND);
    if (elem->value == MP_OBJ_NULL) {
        mp_obj_t nobody[] = { mp_const_none, mp_const_none, stream };
        elem->value = mp_obj_new_list(MP_ARRAY_SIZE(nobody), nobody);
    }
    mp_obj_t *tasks = ((mp_obj_list_t *)MP_OBJ_TO_PTR(elem->value))->items;
    tasks[writes ^ (tasks[writes] != mp_const_none)] = task;
}

size_t uasyncio_port_len(uasyncio_obj_t object) {
    mp_buffer_info_t buffer;
    if (mp_get_buffer(object, &buffer, MP_BUFFER_READ)) {
        return buffer.len;
    }
    // What Python says is a length may be anything.
    mp_obj_t len = mp_obj_len(object);
    if (!mp_obj_is_small_int(len) || MP_OBJ_SMALL_INT_VALUE(len) < 0) {
        mp_raise_TypeError(NULL);
    }
    return MP_OBJ_SMALL_INT_VALUE(len);
}

uasyncio_obj_t uasyncio_port_new_buffer(size_t size) {
    return mp_obj_new_bytearray_by_ref(size, m_new(byte, size));
}

void uasyncio_port_copy(uasyncio_obj_t to, size_t at, uasyncio_obj_t from, size_t skip, size_t size) {
    mp_buffer_info_t dest, source;
    mp_get_buffer_raise(to, &dest, MP_BUFFER_WRITE);
    mp_get_buffer_raise(from, &source, MP_BUFFER_READ);
    if (dest.len < at || dest.len - at < size || source.len < skip || source.len - skip < size) {
        mp_raise_TypeError(NULL);
    }
    memmove((char *)dest.buf + at, (char *)source.buf + skip, size);
}

uasyncio_obj_t uasyncio_port_concat(uasyncio_obj_t a, uasyncio_obj_t b) {
    return mp_binary_op(MP_BINARY_OP_ADD, a, b);
}

uasyncio_obj_t uasyncio_port_view(uasyncio_obj_t object, intptr_t from, intptr_t size) {
    mp_obj_t view = mp_call_function_1(MP_OBJ_FROM_PTR(&mp_type_memoryview), object);
    mp_obj_t begin = mp_obj_new_int(from), end = mp_const_none;
    if (size != -1) {
        end = mp_binary_op(MP_BINARY_OP_ADD, begin, mp_obj_new_int(size));
    }
    return mp_obj_subscr(view, mp_obj_new_slice(begin, end, mp_const_none), MP_OBJ_SENTINEL);
}

bool uasyncio_port_ends_line(uasyncio_obj_t object) {
    mp_buffer_info_t buffer;
    return mp_get_buffer(object, &buffer, MP_BUFFER_READ) && buffer.len > 0 && ((const char *)buffer.buf)[buffer.len - 1] == '\n';
}

// --- Exceptions ----------------------------------------------------------------------------------------------------

static const mp_obj_type_t *const exceptions[] = {
    [UASYNCIO_EXC_TYPE_ERROR] = &mp_type_TypeError,
    [UASYNCIO_EXC_VALUE_ERROR] = &mp_type_ValueError,
    [UASYNCIO_EXC_RUNTIME_ERROR] = &mp_type_RuntimeError,
    [UASYNCIO_EXC_INDEX_ERROR] = &mp_type_IndexError,
    [UASYNCIO_EXC_OVERFLOW_ERROR] = &mp_type_OverflowError,
    [UASYNCIO_EXC_EOF_ERROR] = &mp_type_EOFError,
    [UASYNCIO_EXC_OS_ERROR] = &mp_type_OSError,
    [UASYNCIO_EXC_EXCEPTION] = &mp_type_Exception,
    [UASYNCIO_EXC_GENERATOR_EXIT] = &mp_type_GeneratorExit,
    [UASYNCIO_EXC_CANCELLED_ERROR] = &uasyncio_type_CancelledError,
    [UASYNCIO_EXC_TIMEOUT_ERROR] = &uasyncio_type_TimeoutError,
    [UASYNCIO_EXC_MEMORY_ERROR] = &mp_type_MemoryError,
    #if UASYNCIO_QUEUES
    [UASYNCIO_EXC_QUEUE_EMPTY] = &uasyncio_type_QueueEmpty,
    [UASYNCIO_EXC_QUEUE_FULL] = &uasyncio_type_QueueFull,
    [UASYNCIO_EXC_QUEUE_SHUT_DOWN] = &uasyncio_type_QueueShutDown,
    #endif
    #if UASYNCIO_CONDITIONS
    [UASYNCIO_EXC_BROKEN_BARRIER_ERROR] = &uasyncio_type_BrokenBarrierError,
    #endif
    #if UASYNCIO_FUTURES
    [UASYNCIO_EXC_INVALID_STATE_ERROR] = &uasyncio_type_InvalidStateError,
    #endif
    [UASYNCIO_EXC_STOP_ITERATION] = &mp_type_StopIteration,
};

uasyncio_obj_t uasyncio_port_exception(enum uasyncio_exception type, const char *message) {
    if (message == NULL) {
        return mp_obj_new_exception(exceptions[type]);
    }
    return mp_obj_new_exception_msg(exceptions[type], (mp_rom_error_text_t)message);
}

#if UASYNCIO_GROUPS || UASYNCIO_STREAM_NAMES
mp_obj_t uasyncio_exception_with(const mp_obj_type_t *type, mp_obj_t first, mp_obj_t second) {
    mp_obj_t args[] = { first, second };
    mp_obj_t exception = mp_obj_exception_make_new(type, 2, 0, args);
    // Without memory for them MicroPython leaves them out, or puts them where the collector does not look.
    if (gc_nbytes(((mp_obj_exception_t *)MP_OBJ_TO_PTR(exception))->args) == 0) {
        m_malloc_fail(sizeof(mp_obj_tuple_t) + sizeof(args));
    }
    return exception;
}
#endif

uasyncio_obj_t uasyncio_port_new_stop_iteration(uasyncio_obj_t value) {
    return mp_obj_new_exception_args(&mp_type_StopIteration, value == mp_const_none ? 0 : 1, &value);
}

bool uasyncio_port_is_exception(uasyncio_obj_t exception, enum uasyncio_exception type) {
    return mp_obj_exception_match(exception, MP_OBJ_FROM_PTR(exceptions[type]));
}

uasyncio_obj_t uasyncio_port_make_exception(uasyncio_obj_t object) {
    return mp_make_raise_obj(object);
}

size_t uasyncio_port_cut_traceback(uasyncio_obj_t object, size_t len) {
    if (!mp_obj_is_native_exception_instance(object)) {
        // An instance of a class written in Python, or no exception.
        object = mp_obj_cast_to_native_base(object, MP_OBJ_FROM_PTR(&mp_type_BaseException));
        if (object == MP_OBJ_NULL) {
            return 0;
        }
    }
    mp_obj_exception_t *exception = MP_OBJ_TO_PTR(object);
    if (exception->traceback_len > len) {
        exception->traceback_len = len;
    }
    return exception->traceback_data == NULL ? 0 : exception->traceback_len;
}

int uasyncio_port_errno(uasyncio_obj_t exception) {
    if (!mp_obj_exception_match(exception, MP_OBJ_FROM_PTR(&mp_type_OSError))) {
        return 0;
    }
    mp_obj_t value = mp_obj_exception_get_value(exception);
    return mp_obj_is_small_int(value) ? MP_OBJ_SMALL_INT_VALUE(value) : 0;
}

void uasyncio_port_raise(uasyncio_obj_t exception) {
    // Not nlr_raise alone: it may be a class.
    nlr_raise(mp_make_raise_obj(exception));
}

uasyncio_obj_t uasyncio_port_stop(uasyncio_obj_t value) {
    return mp_make_stop_iteration(value);
}

// --- Standard error ------------------------------------------------------------------------------------------------

#if MICROPY_PY_SYS_STDFILES
// The object's type is private to the port.
extern struct _mp_dummy_t mp_sys_stderr_obj;
static const mp_print_t standard_error = { &mp_sys_stderr_obj, mp_stream_write_adaptor };
#define STANDARD_ERROR (&standard_error)
#else
#define STANDARD_ERROR (&mp_plat_print)
#endif

void uasyncio_port_print(const char *text) {
    mp_print_str(STANDARD_ERROR, text);
}

void uasyncio_port_print_object(uasyncio_obj_t object) {
    mp_obj_print_helper(STANDARD_ERROR, object, PRINT_STR);
}

void uasyncio_port_print_exception(uasyncio_obj_t exception) {
    mp_obj_print_exception(STANDARD_ERROR, exception);
}
