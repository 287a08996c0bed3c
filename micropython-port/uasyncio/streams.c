// The Python types of streams and servers: tables that name the library's functions.
#include "py/runtime.h"
#include "py/objexcept.h"
#include "attributes.h"
#include "function.h"
#include "overrides.h"
#include "types.h"

#if UASYNCIO_STREAMS

// --- IncompleteReadError -------------------------------------------------------------------------------------------

#if UASYNCIO_STREAM_NAMES
// A program written for upstream, which raises an EOFError without arguments, sees one: this class is called so, and prints so.
// What it was made with is what was read and how much was asked for.
static void incomplete_attr(mp_obj_t self_in, qstr attr, mp_obj_t *dest) {
    mp_obj_exception_t *self = MP_OBJ_TO_PTR(self_in);
    if (dest[0] != MP_OBJ_NULL || self->args->len != 2) {
        mp_obj_exception_attr(self_in, attr, dest);
    } else if (attr == MP_QSTR_partial || attr == MP_QSTR_expected) {
        dest[0] = self->args->items[attr == MP_QSTR_expected];
    } else if (attr == MP_QSTR_args) {
        dest[0] = mp_const_empty_tuple;
    } else {
        mp_obj_exception_attr(self_in, attr, dest);
    }
}

static void incomplete_print(const mp_print_t *print, mp_obj_t self, mp_print_kind_t kind) {
    (void)self;
    mp_obj_exception_t like = { { &mp_type_EOFError }, .args = (mp_obj_tuple_t *)&mp_const_empty_tuple_obj };
    mp_obj_exception_print(print, MP_OBJ_FROM_PTR(&like), kind);
}

MP_DEFINE_CONST_OBJ_TYPE(
    uasyncio_type_IncompleteReadError, MP_QSTR_EOFError, MP_TYPE_FLAG_NONE,
    make_new, mp_obj_exception_make_new, print, incomplete_print, attr, incomplete_attr, parent, &mp_type_EOFError);

static mp_obj_t incomplete_read(mp_obj_t partial, mp_obj_t expected) {
    return uasyncio_exception_with(&uasyncio_type_IncompleteReadError, partial, expected);
}
MP_DEFINE_CONST_FUN_OBJ_2(uasyncio_incomplete_read_obj, incomplete_read);
#endif

// --- Stream --------------------------------------------------------------------------------------------------------

static mp_obj_t stream_make_new(const mp_obj_type_t *type, size_t n_args, size_t n_kw, const mp_obj_t *args) {
    (void)type;
    static const mp_arg_t allowed[] = {
        UASYNCIO_REQUIRED(MP_QSTR_s),
        { MP_QSTR_e, MP_ARG_OBJ, { .u_obj = MP_OBJ_NULL } },
        { MP_QSTR_limit, MP_ARG_KW_ONLY | MP_ARG_OBJ, { .u_rom_obj = MP_ROM_INT(0) } },
    };
    mp_arg_val_t values[MP_ARRAY_SIZE(allowed)];
    mp_arg_parse_all_kw_array(n_args, n_kw, args, MP_ARRAY_SIZE(allowed), allowed, values);
    mp_obj_t stream = uasyncio_stream_new(values[0].u_obj, values[1].u_obj);
    uasyncio_stream_set_limit(stream, values[2].u_obj);
    return stream;
}

static MP_NOINLINE void stream_own_attr(mp_obj_t self, qstr attr, mp_obj_t *dest) {
    bool loads = dest[0] == MP_OBJ_NULL, stores = !loads && dest[1] != MP_OBJ_NULL;
    if (attr == MP_QSTR_s && (loads || stores)) {
        dest[0] = loads ? uasyncio_stream_s(self) : (uasyncio_stream_set_s(self, dest[1]), MP_OBJ_NULL);
    } else if (attr == MP_QSTR_out_buf && (loads || stores)) {
        dest[0] = loads ? uasyncio_stream_out_buf(self) : (uasyncio_stream_set_out_buf(self, dest[1]), MP_OBJ_NULL);
    } else if (attr == MP_QSTR_e && (loads || stores)) {
        dest[0] = loads ? uasyncio_stream_e(self) : (uasyncio_stream_set_e(self, dest[1]), MP_OBJ_NULL);
    } else if (attr == MP_QSTR_limit && (loads || stores)) {
        dest[0] = loads ? uasyncio_stream_limit(self) : (uasyncio_stream_set_limit(self, dest[1]), MP_OBJ_NULL);
    } else {
        uasyncio_own_attribute(self, attr, dest);
    }
}

static UASYNCIO_ATTR(stream_attr, stream_own_attr,
    attr == MP_QSTR_s || attr == MP_QSTR_out_buf || attr == MP_QSTR_e || attr == MP_QSTR_limit || UASYNCIO_HAS_NAMES(stream))

// read(n=-1)
static const mp_arg_t read_args[] = { UASYNCIO_OPTIONAL(MP_QSTR_n, MP_ROM_INT(-1)) };
static UASYNCIO_FUNCTION(stream_read_obj, uasyncio_stream_read, read_args, true);

// readexactly(n)
static const mp_arg_t readexactly_args[] = { UASYNCIO_REQUIRED(MP_QSTR_n) };
static UASYNCIO_FUNCTION(stream_readexactly_obj, uasyncio_stream_readexactly, readexactly_args, true);

// awrite(buf, off=0, sz=-1), also stream_awrite(stream, buf, off=0, sz=-1)
static const mp_arg_t awrite_args[] = {
    UASYNCIO_REQUIRED(MP_QSTR_buf),
    UASYNCIO_OPTIONAL(MP_QSTR_off, MP_ROM_INT(0)),
    UASYNCIO_OPTIONAL(MP_QSTR_sz, MP_ROM_INT(-1)),
};
#if UASYNCIO_OVERRIDES
static mp_obj_t stream_awrite(const mp_obj_t *args) {
    if (mp_obj_is_type(args[0], &uasyncio_type_stream)) {
        uasyncio_tell_of_names(args[0]);
    }
    return uasyncio_stream_awrite(args);
}
#else
#define stream_awrite uasyncio_stream_awrite
#endif
UASYNCIO_FUNCTION(uasyncio_stream_awrite_obj, stream_awrite, awrite_args, true);

static mp_obj_t stream_close(mp_obj_t self) {
    // wait_closed closes.
    (void)self;
    return mp_const_none;
}
static MP_DEFINE_CONST_FUN_OBJ_1(stream_close_obj, stream_close);
#if UASYNCIO_OVERRIDES
static MP_DEFINE_CONST_FUN_OBJ_1(stream_wait_closed_obj, uasyncio_stream_close_awaited);
#else
static MP_DEFINE_CONST_FUN_OBJ_1(stream_wait_closed_obj, uasyncio_stream_wait_closed);
#endif
static MP_DEFINE_CONST_FUN_OBJ_1(stream_readline_obj, uasyncio_stream_readline);
static UASYNCIO_METHOD1(stream_readinto_obj, buf, uasyncio_stream_readinto);
static UASYNCIO_METHOD1(stream_write_obj, buf, uasyncio_stream_write);
static MP_DEFINE_CONST_FUN_OBJ_1(stream_drain_obj, uasyncio_stream_drain);
static UASYNCIO_METHOD1(stream_get_extra_info_obj, v, uasyncio_stream_extra);

static const mp_rom_map_elem_t stream_table[] = {
    { MP_ROM_QSTR(MP_QSTR_readline), MP_ROM_PTR(&stream_readline_obj) },
    { MP_ROM_QSTR(MP_QSTR_write), MP_ROM_PTR(&stream_write_obj) },
    { MP_ROM_QSTR(MP_QSTR_drain), MP_ROM_PTR(&stream_drain_obj) },
    { MP_ROM_QSTR(MP_QSTR_read), MP_ROM_PTR(&stream_read_obj) },
    { MP_ROM_QSTR(MP_QSTR_readinto), MP_ROM_PTR(&stream_readinto_obj) },
    { MP_ROM_QSTR(MP_QSTR_readexactly), MP_ROM_PTR(&stream_readexactly_obj) },
    { MP_ROM_QSTR(MP_QSTR_close), MP_ROM_PTR(&stream_close_obj) },
    { MP_ROM_QSTR(MP_QSTR_wait_closed), MP_ROM_PTR(&stream_wait_closed_obj) },
    { MP_ROM_QSTR(MP_QSTR_get_extra_info), MP_ROM_PTR(&stream_get_extra_info_obj) },
    { MP_ROM_QSTR(MP_QSTR_aclose), MP_ROM_PTR(&stream_wait_closed_obj) },
    { MP_ROM_QSTR(MP_QSTR_awrite), MP_ROM_PTR(&uasyncio_stream_awrite_obj) },
    { MP_ROM_QSTR(MP_QSTR_awritestr), MP_ROM_PTR(&uasyncio_stream_awrite_obj) },
};
static MP_DEFINE_CONST_DICT(stream_locals, stream_table);

MP_DEFINE_CONST_OBJ_TYPE(
    uasyncio_type_stream, MP_QSTR_Stream, MP_TYPE_FLAG_NONE,
    make_new, stream_make_new, attr, stream_attr, UASYNCIO_PRINT locals_dict, &stream_locals, parent, &UASYNCIO_PARENT(stream));

// --- Server --------------------------------------------------------------------------------------------------------

#if UASYNCIO_SOCKETS
static void server_attr(mp_obj_t self, qstr attr, mp_obj_t *dest) {
    bool loads = dest[0] == MP_OBJ_NULL;
    if (attr == MP_QSTR_task && (loads || dest[1] != MP_OBJ_NULL)) {
        dest[0] = loads ? uasyncio_server_task(self) : (uasyncio_server_set_task(self, dest[1]), MP_OBJ_NULL);
    } else if (attr == MP_QSTR_state && loads) {
        dest[0] = uasyncio_server_state(self);
    } else {
        uasyncio_own_attribute(self, attr, dest);
    }
}

// _serve(s, cb, ssl)
static const mp_arg_t serve_args[] = {
    UASYNCIO_REQUIRED(MP_QSTR_s), UASYNCIO_REQUIRED(MP_QSTR_cb), UASYNCIO_REQUIRED(MP_QSTR_ssl),
};
static UASYNCIO_FUNCTION(server_serve_obj, uasyncio_server_serve, serve_args, true);

#if UASYNCIO_OVERRIDES
static mp_obj_t server_aexit(size_t n_args, const mp_obj_t *args) {
    (void)n_args;
    if (mp_obj_is_type(args[0], &uasyncio_type_server)) {
        uasyncio_tell_of_names(args[0]);
    }
    return uasyncio_server_aexit(args[0]);
}
static MP_DEFINE_CONST_FUN_OBJ_VAR_BETWEEN(server_aexit_obj, 4, 4, server_aexit);
#else
static UASYNCIO_AEXIT(server_aexit);
#endif
static MP_DEFINE_CONST_FUN_OBJ_1(server_aenter_obj, uasyncio_server_aenter);
static MP_DEFINE_CONST_FUN_OBJ_1(server_close_obj, uasyncio_server_close);
static MP_DEFINE_CONST_FUN_OBJ_1(server_wait_closed_obj, uasyncio_server_wait_closed);

static const mp_rom_map_elem_t server_table[] = {
    { MP_ROM_QSTR(MP_QSTR_close), MP_ROM_PTR(&server_close_obj) },
    { MP_ROM_QSTR(MP_QSTR_wait_closed), MP_ROM_PTR(&server_wait_closed_obj) },
    #if UASYNCIO_STREAM_NAMES
    { MP_ROM_QSTR(MP_QSTR_serve_forever), MP_ROM_PTR(&server_wait_closed_obj) },
    #endif
    { MP_ROM_QSTR(MP_QSTR__serve), MP_ROM_PTR(&server_serve_obj) },
    { MP_ROM_QSTR(MP_QSTR___aenter__), MP_ROM_PTR(&server_aenter_obj) },
    { MP_ROM_QSTR(MP_QSTR___aexit__), MP_ROM_PTR(&server_aexit_obj) },
};
static MP_DEFINE_CONST_DICT(server_locals, server_table);

MP_DEFINE_CONST_OBJ_TYPE(
    uasyncio_type_server, MP_QSTR_Server, MP_TYPE_FLAG_NONE,
    make_new, uasyncio_make_new, attr, server_attr, UASYNCIO_PRINT locals_dict, &server_locals, parent, &UASYNCIO_PARENT(server));
#define WITH_SOCKETS(function) function
#else
#define WITH_SOCKETS(function) uasyncio_without_sockets
#endif

// --- open_connection, start_server ---------------------------------------------------------------------------------

static const mp_arg_t open_connection_args[] = {
    UASYNCIO_REQUIRED(MP_QSTR_host),
    UASYNCIO_REQUIRED(MP_QSTR_port),
    UASYNCIO_OPTIONAL(MP_QSTR_ssl, MP_ROM_NONE),
    UASYNCIO_OPTIONAL(MP_QSTR_server_hostname, MP_ROM_NONE),
};
UASYNCIO_FUNCTION(uasyncio_open_connection_obj, WITH_SOCKETS(uasyncio_open_connection), open_connection_args, false);

static const mp_arg_t start_server_args[] = {
    UASYNCIO_REQUIRED(MP_QSTR_cb),
    UASYNCIO_REQUIRED(MP_QSTR_host),
    UASYNCIO_REQUIRED(MP_QSTR_port),
    UASYNCIO_OPTIONAL(MP_QSTR_backlog, MP_ROM_INT(5)),
    UASYNCIO_OPTIONAL(MP_QSTR_ssl, MP_ROM_NONE),
};
UASYNCIO_FUNCTION(uasyncio_start_server_obj, WITH_SOCKETS(uasyncio_start_server), start_server_args, false);

#endif // UASYNCIO_STREAMS
