// The virtual machine's half of uasyncio_port.h: objects, calls into Python code, exceptions.
// What each function is for, and how it fails, is said there.
#include <string.h>

#include "py/runtime.h"
#include "py/objexcept.h"
#include "py/objgenerator.h"
#include "py/objlist.h"
#include "py/objtuple.h"
#include "py/objstr.h"
#include "py/gc.h"
#include "py/mperrno.h"
#include "py/mphal.h"
#include "py/stream.h"
#include "py/smallint.h"
#include "types.h"
#include "wait.h"

#ifndef MICROPY_PY_TIME_TICKS_PERIOD
#define MICROPY_PY_TIME_TICKS_PERIOD (MP_SMALL_INT_POSITIVE_MASK + 1)
#endif

MP_REGISTER_ROOT_POINTER(void *uasyncio_state[UASYNCIO_STATE_WORDS]);

const struct uasyncio_port_const uasyncio_port_const = {
    .none = (mp_obj_t)mp_const_none,
    .false_ = (mp_obj_t)mp_const_false,
    .true_ = (mp_obj_t)mp_const_true,
    .stop_iteration = MP_OBJ_STOP_ITERATION,
    .empty_bytes = (mp_obj_t)mp_const_empty_bytes,
    .cancelled_error = (void *)&uasyncio_type_CancelledError,
    .loop_class = (void *)&uasyncio_type_loop,
    .ticks_mask = MICROPY_PY_TIME_TICKS_PERIOD - 1,
    .poll_period = UASYNCIO_POLL_PERIOD_MS,
    .einprogress = MP_EINPROGRESS,
};

// Runs `code`, and returns the exception that it raises from the enclosing function.
#define GUARDED(code) \
    nlr_buf_t nlr; \
    if (nlr_push(&nlr) != 0) { \
        return MP_OBJ_FROM_PTR(nlr.ret_val); \
    } \
    code; \
    nlr_pop(); \
    return UASYNCIO_NULL

void *uasyncio_port_state(void) {
    return MP_STATE_VM(uasyncio_state);
}

// --- Objects -------------------------------------------------------------------------------------------------------

static const mp_obj_type_t *const types[] = {
    [UASYNCIO_TYPE_OTHER] = NULL,
    [UASYNCIO_TYPE_TASK] = &uasyncio_type_task,
    [UASYNCIO_TYPE_TASK_QUEUE] = &uasyncio_type_task_queue,
    [UASYNCIO_TYPE_IO_QUEUE] = &uasyncio_type_io_queue,
    [UASYNCIO_TYPE_SLEEP] = &uasyncio_type_sleep,
    [UASYNCIO_TYPE_WAITER] = &uasyncio_type_waiter,
    [UASYNCIO_TYPE_COROUTINE] = &uasyncio_type_coroutine,
    [UASYNCIO_TYPE_GATHER] = &uasyncio_type_gather,
    [UASYNCIO_TYPE_EVENT] = &uasyncio_type_event,
    [UASYNCIO_TYPE_LOCK] = &uasyncio_type_lock,
    [UASYNCIO_TYPE_FLAG] = &uasyncio_type_flag,
    [UASYNCIO_TYPE_STREAM] = &uasyncio_type_stream,
    [UASYNCIO_TYPE_SERVER] = &uasyncio_type_server,
};

void *uasyncio_port_new(enum uasyncio_type type, size_t size) {
    // The allocator begins each search where it last found a single block.  What asyncio programs allocate is larger, so
    // it would walk over the whole used heap every time.  A single block moves the start: behind the newest object it is
    // given back at once, in a hole among older ones it fills that until the next collection.
    static uintptr_t newest;
    void *probe = gc_alloc(1, 0);
    if ((uintptr_t)probe > newest) {
        gc_free(probe);
    }
    mp_obj_base_t *object = m_malloc_maybe(size);
    newest = (uintptr_t)object;
    if (object != NULL) {
        memset(object, 0, size);
        object->type = types[type];
    }
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
                return i;
            }
        }
    }
    return UASYNCIO_TYPE_OTHER;
}

void *uasyncio_port_native(uasyncio_obj_t object, enum uasyncio_type type) {
    mp_obj_t native = mp_obj_cast_to_native_base(object, MP_OBJ_FROM_PTR(types[type]));
    return native == MP_OBJ_NULL ? NULL : MP_OBJ_TO_PTR(native);
}

uasyncio_obj_t uasyncio_port_int(intptr_t value) {
    return MP_OBJ_NEW_SMALL_INT(value);
}

uasyncio_obj_t uasyncio_port_get_int(uasyncio_obj_t object, intptr_t *value) {
    if (mp_obj_is_small_int(object)) {
        *value = MP_OBJ_SMALL_INT_VALUE(object);
        return UASYNCIO_NULL;
    }
    GUARDED(*value = mp_obj_get_int(object));
}

uasyncio_obj_t uasyncio_port_get_milliseconds(uasyncio_obj_t seconds, intptr_t *value) {
    GUARDED(
        mp_obj_t ms = mp_binary_op(MP_BINARY_OP_MULTIPLY, seconds, MP_OBJ_NEW_SMALL_INT(1000));
        #if MICROPY_PY_BUILTINS_FLOAT
        if (mp_obj_is_float(ms)) {
            ms = mp_obj_new_int_from_float(mp_obj_float_get(ms));
        }
        #endif
        *value = mp_obj_get_int(ms)
        );
}

bool uasyncio_port_is_true(uasyncio_obj_t object) {
    nlr_buf_t nlr;
    if (nlr_push(&nlr) != 0) {
        return true;
    }
    bool value = mp_obj_is_true(object);
    nlr_pop();
    return value;
}

static const qstr names[] = {
    [UASYNCIO_NAME_SEND] = MP_QSTR_send,
    [UASYNCIO_NAME_THROW] = MP_QSTR_throw,
    [UASYNCIO_NAME_REMOVE] = MP_QSTR_remove,
    [UASYNCIO_NAME_READ] = MP_QSTR_read,
    [UASYNCIO_NAME_READINTO] = MP_QSTR_readinto,
    [UASYNCIO_NAME_READLINE] = MP_QSTR_readline,
    [UASYNCIO_NAME_WRITE] = MP_QSTR_write,
    [UASYNCIO_NAME_CLOSE] = MP_QSTR_close,
    [UASYNCIO_NAME_SOCKET] = MP_QSTR_socket,
    [UASYNCIO_NAME_GETADDRINFO] = MP_QSTR_getaddrinfo,
    [UASYNCIO_NAME_SOCK_STREAM] = MP_QSTR_SOCK_STREAM,
    [UASYNCIO_NAME_SOL_SOCKET] = MP_QSTR_SOL_SOCKET,
    [UASYNCIO_NAME_SO_REUSEADDR] = MP_QSTR_SO_REUSEADDR,
    [UASYNCIO_NAME_SETBLOCKING] = MP_QSTR_setblocking,
    [UASYNCIO_NAME_SETSOCKOPT] = MP_QSTR_setsockopt,
    [UASYNCIO_NAME_CONNECT] = MP_QSTR_connect,
    [UASYNCIO_NAME_BIND] = MP_QSTR_bind,
    [UASYNCIO_NAME_LISTEN] = MP_QSTR_listen,
    [UASYNCIO_NAME_ACCEPT] = MP_QSTR_accept,
    [UASYNCIO_NAME_SSL] = MP_QSTR_ssl,
    [UASYNCIO_NAME_SSL_CONTEXT] = MP_QSTR_SSLContext,
    [UASYNCIO_NAME_PROTOCOL_TLS_CLIENT] = MP_QSTR_PROTOCOL_TLS_CLIENT,
    [UASYNCIO_NAME_WRAP_SOCKET] = MP_QSTR_wrap_socket,
    [UASYNCIO_NAME_SERVER_SIDE] = MP_QSTR_server_side,
    [UASYNCIO_NAME_SERVER_HOSTNAME] = MP_QSTR_server_hostname,
    [UASYNCIO_NAME_DO_HANDSHAKE_ON_CONNECT] = MP_QSTR_do_handshake_on_connect,
    [UASYNCIO_NAME_PEERNAME] = MP_QSTR_peername,
    [UASYNCIO_NAME_MESSAGE] = MP_QSTR_message,
    [UASYNCIO_NAME_EXCEPTION] = MP_QSTR_exception,
    [UASYNCIO_NAME_FUTURE] = MP_QSTR_future,
    [UASYNCIO_NAME_CORO] = MP_QSTR_coro,
};

uasyncio_obj_t uasyncio_port_name(enum uasyncio_name name) {
    return MP_OBJ_NEW_QSTR(names[name]);
}

// --- Python code ---------------------------------------------------------------------------------------------------

static bool is_ours(const mp_obj_type_t *type) {
    return type == &uasyncio_type_coroutine || type == &uasyncio_type_sleep || type == &uasyncio_type_waiter;
}

static enum uasyncio_resumed resume_other(mp_obj_t coroutine, mp_obj_t exception, mp_obj_t *result) {
    nlr_buf_t nlr;
    if (nlr_push(&nlr) == 0) {
        mp_obj_t call[3];
        mp_load_method(coroutine, exception == MP_OBJ_NULL ? MP_QSTR_send : MP_QSTR_throw, call);
        call[2] = exception == MP_OBJ_NULL ? mp_const_none : exception;
        *result = mp_call_method_n_kw(1, 0, call);
        nlr_pop();
        return UASYNCIO_YIELDED;
    }
    *result = MP_OBJ_FROM_PTR(nlr.ret_val);
    if (mp_obj_exception_match(*result, MP_OBJ_FROM_PTR(&mp_type_StopIteration))) {
        *result = mp_obj_exception_get_value(*result);
        return UASYNCIO_RETURNED;
    }
    return UASYNCIO_RAISED;
}

enum uasyncio_resumed uasyncio_port_resume(uasyncio_obj_t coroutine, uasyncio_obj_t exception, uasyncio_obj_t *result) {
    const mp_obj_type_t *type = mp_obj_get_type(coroutine);
    if (type == &mp_type_gen_instance) {
        return (enum uasyncio_resumed)mp_obj_gen_resume(coroutine, mp_const_none, exception, result);
    }
    if (is_ours(type)) {
        return (enum uasyncio_resumed)uasyncio_resume(coroutine, exception, result);
    }
    return resume_other(coroutine, exception, result);
}

// The casts above.
_Static_assert(MP_VM_RETURN_NORMAL == (int)UASYNCIO_RETURNED, "");
_Static_assert(MP_VM_RETURN_YIELD == (int)UASYNCIO_YIELDED, "");
_Static_assert(MP_VM_RETURN_EXCEPTION == (int)UASYNCIO_RAISED, "");

enum uasyncio_resumed uasyncio_port_resume_guarded(uasyncio_obj_t coroutine, uasyncio_obj_t exception, uasyncio_obj_t *result) {
    nlr_buf_t nlr;
    if (nlr_push(&nlr) != 0) {
        *result = MP_OBJ_FROM_PTR(nlr.ret_val);
        return UASYNCIO_RAISED;
    }
    const mp_obj_type_t *type = mp_obj_get_type(coroutine);
    enum uasyncio_resumed how;
    if (type == &mp_type_gen_instance || is_ours(type)) {
        how = uasyncio_port_resume(coroutine, exception, result);
    } else {
        // An awaitable need not have `send`.
        how = (enum uasyncio_resumed)mp_resume(coroutine, exception == MP_OBJ_NULL ? mp_const_none : MP_OBJ_NULL, exception, result);
    }
    nlr_pop();
    return how;
}

uasyncio_obj_t uasyncio_port_iter(uasyncio_obj_t object, uasyncio_obj_t *result) {
    GUARDED(*result = mp_getiter(object, NULL));
}

uasyncio_obj_t uasyncio_port_call(uasyncio_obj_t function, size_t n_args, const uasyncio_obj_t *args, uasyncio_obj_t *result) {
    GUARDED(*result = mp_call_function_n_kw(function, n_args, 0, args));
}

uasyncio_obj_t uasyncio_port_call_method(uasyncio_obj_t object, enum uasyncio_name name, size_t n_args, size_t n_kw,
    const uasyncio_obj_t *args, uasyncio_obj_t *result) {
    // The most arguments that the library passes: one, and two keywords.
    mp_obj_t call[2 + 5];
    size_t n = n_args + 2 * n_kw;
    assert(n <= MP_ARRAY_SIZE(call) - 2);
    memcpy(call + 2, args, n * sizeof(mp_obj_t));
    GUARDED(
        mp_load_method(object, names[name], call);
        *result = mp_call_method_n_kw(n_args, n_kw, call)
        );
}

bool uasyncio_port_has(uasyncio_obj_t object, enum uasyncio_name name) {
    mp_obj_t dest[2];
    mp_load_method_protected(object, names[name], dest, true);
    return dest[0] != MP_OBJ_NULL;
}

bool uasyncio_port_is_callable(uasyncio_obj_t object) {
    return mp_obj_is_callable(object);
}

uasyncio_obj_t uasyncio_port_attr(uasyncio_obj_t object, enum uasyncio_name name, uasyncio_obj_t *result) {
    GUARDED(*result = mp_load_attr(object, names[name]));
}

uasyncio_obj_t uasyncio_port_import(enum uasyncio_name name, uasyncio_obj_t *result) {
    GUARDED(*result = mp_import_name(names[name], mp_const_none, MP_OBJ_NEW_SMALL_INT(0)));
}

uasyncio_obj_t uasyncio_port_item(uasyncio_obj_t object, uasyncio_obj_t index, uasyncio_obj_t *result) {
    GUARDED(*result = mp_obj_subscr(object, index, MP_OBJ_SENTINEL));
}

// --- Containers and bytes ------------------------------------------------------------------------------------------

uasyncio_obj_t uasyncio_port_new_list(size_t n, const uasyncio_obj_t *items, uasyncio_obj_t *result) {
    GUARDED(*result = mp_obj_new_list(n, (mp_obj_t *)items));
}

uasyncio_obj_t *uasyncio_port_list_items(uasyncio_obj_t list, size_t *n) {
    mp_obj_list_t *self = MP_OBJ_TO_PTR(list);
    *n = self->len;
    return self->items;
}

uasyncio_obj_t uasyncio_port_text(const char *text, uasyncio_obj_t *result) {
    GUARDED(*result = mp_obj_new_str_from_cstr(text));
}

uasyncio_obj_t uasyncio_port_new_pair(uasyncio_obj_t a, uasyncio_obj_t b, uasyncio_obj_t *result) {
    mp_obj_t items[] = { a, b };
    GUARDED(*result = mp_obj_new_tuple(2, items));
}

uasyncio_obj_t uasyncio_port_new_dict(size_t n, const uasyncio_obj_t *pairs, uasyncio_obj_t *result) {
    GUARDED(
        mp_obj_t dict = mp_obj_new_dict(n);
        for (size_t i = 0; i < n; ++i) {
            mp_obj_dict_store(dict, pairs[2 * i], pairs[2 * i + 1]);
        }
        *result = dict
        );
}

uasyncio_obj_t uasyncio_port_len(uasyncio_obj_t object, size_t *length) {
    GUARDED(*length = MP_OBJ_SMALL_INT_VALUE(mp_obj_len(object)));
}

uasyncio_obj_t uasyncio_port_concat(uasyncio_obj_t a, uasyncio_obj_t b, uasyncio_obj_t *result) {
    // A line of text is read as str, onto an empty bytes.
    if (a == (mp_obj_t)mp_const_empty_bytes && mp_obj_is_str(b)) {
        *result = b;
        return UASYNCIO_NULL;
    }
    GUARDED(*result = mp_binary_op(MP_BINARY_OP_ADD, a, b));
}

uasyncio_obj_t uasyncio_port_tail(uasyncio_obj_t object, size_t from, uasyncio_obj_t *result) {
    GUARDED(
        mp_obj_t slice = mp_obj_new_slice(MP_OBJ_NEW_SMALL_INT(from), mp_const_none, mp_const_none);
        *result = mp_obj_subscr(object, slice, MP_OBJ_SENTINEL)
        );
}

uasyncio_obj_t uasyncio_port_view(uasyncio_obj_t object, size_t from, size_t to, uasyncio_obj_t *result) {
    GUARDED(
        mp_obj_t view = mp_call_function_1(MP_OBJ_FROM_PTR(&mp_type_memoryview), object);
        mp_obj_t slice = mp_obj_new_slice(MP_OBJ_NEW_SMALL_INT(from), MP_OBJ_NEW_SMALL_INT(to), mp_const_none);
        *result = mp_obj_subscr(view, slice, MP_OBJ_SENTINEL)
        );
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
    [UASYNCIO_EXC_MEMORY_ERROR] = &mp_type_MemoryError,
    [UASYNCIO_EXC_EOF_ERROR] = &mp_type_EOFError,
    [UASYNCIO_EXC_OS_ERROR] = &mp_type_OSError,
    [UASYNCIO_EXC_EXCEPTION] = &mp_type_Exception,
    [UASYNCIO_EXC_STOP_ITERATION] = &mp_type_StopIteration,
    [UASYNCIO_EXC_GENERATOR_EXIT] = &mp_type_GeneratorExit,
    [UASYNCIO_EXC_CANCELLED_ERROR] = &uasyncio_type_CancelledError,
    [UASYNCIO_EXC_TIMEOUT_ERROR] = &uasyncio_type_TimeoutError,
};

uasyncio_obj_t uasyncio_port_exception(enum uasyncio_exception type, const char *message) {
    if (message == NULL) {
        return mp_obj_new_exception(exceptions[type]);
    }
    return mp_obj_new_exception_msg(exceptions[type], (mp_rom_error_text_t)message);
}

uasyncio_obj_t uasyncio_port_new_stop_iteration(uasyncio_obj_t value) {
    nlr_buf_t nlr;
    if (nlr_push(&nlr) != 0) {
        return MP_OBJ_FROM_PTR(nlr.ret_val);
    }
    mp_obj_t exception = value == mp_const_none
        ? mp_obj_new_exception(&mp_type_StopIteration) : mp_obj_new_exception_args(&mp_type_StopIteration, 1, &value);
    nlr_pop();
    return exception;
}

bool uasyncio_port_is_exception(uasyncio_obj_t exception, enum uasyncio_exception type) {
    return mp_obj_exception_match(exception, MP_OBJ_FROM_PTR(exceptions[type]));
}

bool uasyncio_port_is_exception_instance(uasyncio_obj_t object) {
    return mp_obj_is_exception_instance(object);
}

uasyncio_obj_t uasyncio_port_make_exception(uasyncio_obj_t object) {
    nlr_buf_t nlr;
    if (nlr_push(&nlr) != 0) {
        return MP_OBJ_FROM_PTR(nlr.ret_val);
    }
    mp_obj_t exception = mp_make_raise_obj(object);
    nlr_pop();
    return exception;
}

int uasyncio_port_errno(uasyncio_obj_t exception) {
    if (!mp_obj_exception_match(exception, MP_OBJ_FROM_PTR(&mp_type_OSError))) {
        return 0;
    }
    mp_obj_t value = mp_obj_exception_get_value(exception);
    return mp_obj_is_small_int(value) ? MP_OBJ_SMALL_INT_VALUE(value) : 0;
}

uasyncio_obj_t uasyncio_port_stop_value(uasyncio_obj_t exception) {
    return mp_obj_exception_get_value(exception);
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

uasyncio_obj_t uasyncio_port_print(const char *text) {
    GUARDED(mp_print_str(STANDARD_ERROR, text));
}

uasyncio_obj_t uasyncio_port_print_object(uasyncio_obj_t object) {
    GUARDED(mp_obj_print_helper(STANDARD_ERROR, object, PRINT_STR));
}

uasyncio_obj_t uasyncio_port_print_exception(uasyncio_obj_t exception) {
    GUARDED(mp_obj_print_exception(STANDARD_ERROR, exception));
}

// --- Time ----------------------------------------------------------------------------------------------------------

size_t uasyncio_port_ticks_ms(void) {
    return mp_hal_ticks_ms() & (MICROPY_PY_TIME_TICKS_PERIOD - 1);
}

uint32_t uasyncio_port_critical_enter(void) {
    return MICROPY_BEGIN_ATOMIC_SECTION();
}

void uasyncio_port_critical_exit(uint32_t state) {
    MICROPY_END_ATOMIC_SECTION(state);
}
