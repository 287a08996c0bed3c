// The virtual machine's half of uasyncio_port.h: objects, calls into Python code, the clock.
// What each function is for, and how it fails, is said there.
#include <string.h>

#include "py/runtime.h"
#include "py/objgenerator.h"
#include "py/mperrno.h"
#include "py/mphal.h"
#include "py/smallint.h"
#include "py/stream.h"
#include "guard.h"
#include "types.h"
#include "wait.h"

#ifndef MICROPY_PY_TIME_TICKS_PERIOD
#define MICROPY_PY_TIME_TICKS_PERIOD (MP_SMALL_INT_POSITIVE_MASK + 1)
#endif

MP_REGISTER_ROOT_POINTER(void *uasyncio_state[UASYNCIO_STATE_WORDS]);
// The build collects root pointers from the sources, and may not notice that a header has changed.
_Static_assert(sizeof(MP_STATE_VM(uasyncio_state)) == UASYNCIO_STATE_WORDS * sizeof(void *), "build anew: make clean");

#if UASYNCIO_CALLS
MP_REGISTER_ROOT_POINTER(void *uasyncio_calls[UASYNCIO_CALLS_WORDS + 2 * UASYNCIO_CALLS]);
_Static_assert(sizeof(MP_STATE_VM(uasyncio_calls)) == (UASYNCIO_CALLS_WORDS + 2 * UASYNCIO_CALLS) * sizeof(void *), "build anew: make clean");
#endif

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
    .state = &MP_STATE_VM(uasyncio_state),
    .einprogress = MP_EINPROGRESS,
    #if UASYNCIO_CALLS
    .calls = &MP_STATE_VM(uasyncio_calls),
    .n_calls = UASYNCIO_CALLS,
    #endif
    .tells_what_is_freed = UASYNCIO_ALL_TASKS,
    #if UASYNCIO_STREAM_NAMES
    .incomplete_read_error = (void *)&uasyncio_incomplete_read_obj,
    #endif
};

// --- Objects -------------------------------------------------------------------------------------------------------

uasyncio_obj_t uasyncio_port_int(intptr_t value) {
    return mp_obj_new_int(value);
}

intptr_t uasyncio_port_get_int(uasyncio_obj_t object) {
    return mp_obj_get_int(object);
}

intptr_t uasyncio_port_get_milliseconds(uasyncio_obj_t seconds) {
    mp_obj_t ms = mp_binary_op(MP_BINARY_OP_MULTIPLY, seconds, MP_OBJ_NEW_SMALL_INT(1000));
    #if MICROPY_PY_BUILTINS_FLOAT
    if (mp_obj_is_float(ms)) {
        ms = mp_obj_new_int_from_float(mp_obj_float_get(ms));
    }
    #endif
    return mp_obj_get_int(ms);
}

bool uasyncio_port_is_plain_sequence(uasyncio_obj_t object) {
    return mp_obj_is_type(object, &mp_type_list)
           #if MICROPY_PY_BUILTINS_BYTEARRAY
           || mp_obj_is_type(object, &mp_type_bytearray)
           #endif
           #if MICROPY_PY_ARRAY
           || mp_obj_is_type(object, &mp_type_array)
           #endif
    ;
}

bool uasyncio_port_is_less(uasyncio_obj_t a, uasyncio_obj_t b) {
    return mp_obj_is_true(mp_binary_op(MP_BINARY_OP_LESS, a, b));
}

bool uasyncio_port_is_true(uasyncio_obj_t object) {
    return mp_obj_is_true(object);
}

static const qstr_short_t names[] = {
    [UASYNCIO_NAME_REMOVE] = MP_QSTR_remove,
    [UASYNCIO_NAME_DRAIN] = MP_QSTR_drain,
    [UASYNCIO_NAME_WAIT_CLOSED] = MP_QSTR_wait_closed,
    [UASYNCIO_NAME_READ] = MP_QSTR_read,
    [UASYNCIO_NAME_READINTO] = MP_QSTR_readinto,
    [UASYNCIO_NAME_READLINE] = MP_QSTR_readline,
    [UASYNCIO_NAME_WRITE] = MP_QSTR_write,
    [UASYNCIO_NAME_CLOSE] = MP_QSTR_close,
    [UASYNCIO_NAME_SOCKET] = MP_QSTR_socket,
    #if UASYNCIO_SOCKETS
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
    #endif
    [UASYNCIO_NAME_MESSAGE] = MP_QSTR_message,
    [UASYNCIO_NAME_EXCEPTION] = MP_QSTR_exception,
    [UASYNCIO_NAME_FUTURE] = MP_QSTR_future,
    [UASYNCIO_NAME_CORO] = MP_QSTR_coro,
    [UASYNCIO_NAME_EXC_HANDLER] = MP_QSTR__exc_handler,
    [UASYNCIO_NAME_CALL_EXCEPTION_HANDLER] = MP_QSTR_call_exception_handler,
    [UASYNCIO_NAME_DEFAULT_EXCEPTION_HANDLER] = MP_QSTR_default_exception_handler,
    [UASYNCIO_NAME_CREATE_TASK] = MP_QSTR_create_task,
    [UASYNCIO_NAME_CUR_TASK] = MP_QSTR_cur_task,
    [UASYNCIO_NAME_STOP_TASK] = MP_QSTR__stop_task,
    [UASYNCIO_NAME_TASK_QUEUE] = MP_QSTR__task_queue,
    [UASYNCIO_NAME_IO_QUEUE] = MP_QSTR__io_queue,
    [UASYNCIO_NAME_EXC_CONTEXT] = MP_QSTR__exc_context,
    #if UASYNCIO_CONDITIONS || UASYNCIO_OVERRIDES
    [UASYNCIO_NAME_RELEASE] = MP_QSTR_release,
    #endif
    #if UASYNCIO_CONDITIONS
    [UASYNCIO_NAME_ACQUIRE] = MP_QSTR_acquire,
    [UASYNCIO_NAME_LOCKED] = MP_QSTR_locked,
    #endif
    #if UASYNCIO_WAIT
    [UASYNCIO_NAME_ADD] = MP_QSTR_add,
    #endif
    #if UASYNCIO_GROUPS
    [UASYNCIO_NAME_APPEND] = MP_QSTR_append,
    #endif
};

uasyncio_obj_t uasyncio_port_name(enum uasyncio_name name) {
    return MP_OBJ_NEW_QSTR(names[name]);
}

// --- Python code ---------------------------------------------------------------------------------------------------

uasyncio_obj_t uasyncio_port_catch(void (*run)(void *), void *data) {
    GUARDED(run(data));
}

static bool has(mp_obj_t object, qstr name) {
    mp_obj_t dest[2];
    mp_load_method_protected(object, name, dest, true);
    return dest[0] != MP_OBJ_NULL;
}

static bool is_ours(const mp_obj_type_t *type) {
    return type == &uasyncio_type_coroutine || type == &uasyncio_type_sleep || type == &uasyncio_type_waiter;
}

// What is neither a generator nor ours is called as upstream calls it, and ends by raising StopIteration.
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

static bool is_pending(void) {
    #if MICROPY_ENABLE_SCHEDULER
    if (MP_STATE_VM(sched_state) == MP_SCHED_PENDING) {
        return true;
    }
    #endif
    return MP_STATE_MAIN_THREAD(mp_pending_exception) != MP_OBJ_NULL;
}

// A scheduled callback, or an exception such as KeyboardInterrupt.
static mp_obj_t run_pending(void) {
    GUARDED(mp_handle_pending(true));
}

enum uasyncio_resumed uasyncio_port_resume(uasyncio_obj_t coroutine, uasyncio_obj_t exception, uasyncio_obj_t *result) {
    // The virtual machine looks at each jump, but tasks that make others need not have any.
    if (is_pending()) {
        mp_obj_t raised = run_pending();
        if (raised != MP_OBJ_NULL) {
            exception = raised;
        }
    }
    const mp_obj_type_t *type = mp_obj_get_type(coroutine);
    if (type == &mp_type_gen_instance) {
        return (enum uasyncio_resumed)mp_obj_gen_resume(coroutine, mp_const_none, exception, result);
    }
    if (is_ours(type)) {
        return (enum uasyncio_resumed)uasyncio_resume(coroutine, exception, result);
    }
    return resume_other(coroutine, exception, result);
}

bool uasyncio_port_is_coroutine(uasyncio_obj_t object) {
    const mp_obj_type_t *type = mp_obj_get_type(object);
    return type == &mp_type_gen_instance || is_ours(type) || has(object, MP_QSTR_send);
}

// The casts above.
_Static_assert(MP_VM_RETURN_NORMAL == (int)UASYNCIO_RETURNED, "");
_Static_assert(MP_VM_RETURN_YIELD == (int)UASYNCIO_YIELDED, "");
_Static_assert(MP_VM_RETURN_EXCEPTION == (int)UASYNCIO_RAISED, "");

uasyncio_obj_t uasyncio_port_call(uasyncio_obj_t function, size_t n_args, const uasyncio_obj_t *args) {
    return mp_call_function_n_kw(function, n_args, 0, args);
}

uasyncio_obj_t uasyncio_port_call_method(uasyncio_obj_t object, enum uasyncio_name name, size_t n,
    const uasyncio_obj_t *args) {
    size_t n_args = n & 0xff, n_kw = n >> 8;
    #if UASYNCIO_EPOLL
    if (uasyncio_is_socket(object) && n <= 1) {
        mp_obj_t socket_args[] = { object, n == 0 ? MP_OBJ_NULL : args[0] };
        mp_obj_t value = uasyncio_socket_call(name, 1 + n, socket_args);
        if (value != MP_OBJ_NULL) {
            return value;
        }
    }
    #endif
    // The most arguments that the library passes: one, and two keywords.
    mp_obj_t call[2 + 5];
    size_t n_objects = n_args + 2 * n_kw;
    assert(n_objects <= MP_ARRAY_SIZE(call) - 2);
    memcpy(call + 2, args, n_objects * sizeof(mp_obj_t));
    mp_load_method(object, names[name], call);
    return mp_call_method_n_kw(n_args, n_kw, call);
}

uasyncio_obj_t uasyncio_port_try_method(uasyncio_obj_t object, enum uasyncio_name name, size_t n,
    const uasyncio_obj_t *args, uasyncio_obj_t *result) {
    GUARDED(*result = uasyncio_port_call_method(object, name, n, args));
}

bool uasyncio_port_has(uasyncio_obj_t object, enum uasyncio_name name) {
    return has(object, names[name]);
}

bool uasyncio_port_is_callable(uasyncio_obj_t object) {
    return mp_obj_is_callable(object);
}

uasyncio_obj_t uasyncio_port_attr(uasyncio_obj_t object, enum uasyncio_name name) {
    return mp_load_attr(object, names[name]);
}

void uasyncio_port_set_attr(uasyncio_obj_t object, enum uasyncio_name name, uasyncio_obj_t value) {
    mp_store_attr(object, names[name], value);
}

uasyncio_obj_t uasyncio_port_import(enum uasyncio_name name) {
    return mp_import_name(names[name], mp_const_none, MP_OBJ_NEW_SMALL_INT(0));
}

uasyncio_obj_t uasyncio_port_at(uasyncio_obj_t object, size_t index) {
    return uasyncio_port_item(object, MP_OBJ_NEW_SMALL_INT(index));
}

uasyncio_obj_t uasyncio_port_item(uasyncio_obj_t object, uasyncio_obj_t index) {
    return mp_obj_subscr(object, index, MP_OBJ_SENTINEL);
}

void uasyncio_port_set_item(uasyncio_obj_t object, uasyncio_obj_t index, uasyncio_obj_t value) {
    mp_obj_subscr(object, index, value);
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
