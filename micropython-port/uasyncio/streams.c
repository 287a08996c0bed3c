// The Python types of streams and servers: tables that name the library's functions.
#include "py/runtime.h"
#include "types.h"

#if UASYNCIO_STREAMS

// --- Stream --------------------------------------------------------------------------------------------------------

static mp_obj_t stream_make_new(const mp_obj_type_t *type, size_t n_args, size_t n_kw, const mp_obj_t *args) {
    (void)type;
    static const mp_arg_t allowed[] = {
        { MP_QSTR_s, MP_ARG_REQUIRED | MP_ARG_OBJ, { .u_obj = MP_OBJ_NULL } },
        { MP_QSTR_e, MP_ARG_OBJ, { .u_obj = MP_OBJ_NULL } },
    };
    mp_arg_val_t values[MP_ARRAY_SIZE(allowed)];
    mp_arg_parse_all_kw_array(n_args, n_kw, args, MP_ARRAY_SIZE(allowed), allowed, values);
    return uasyncio_stream_new(values[0].u_obj, values[1].u_obj);
}

static void stream_attr(mp_obj_t self, qstr attr, mp_obj_t *dest) {
    if (dest[0] == MP_OBJ_NULL) {
        if (attr == MP_QSTR_s) {
            dest[0] = uasyncio_stream_s(self);
        } else if (attr == MP_QSTR_e) {
            dest[0] = uasyncio_stream_e(self);
        } else if (attr == MP_QSTR_out_buf) {
            dest[0] = uasyncio_stream_out_buf(self);
        } else {
            dest[1] = MP_OBJ_SENTINEL; // look in the table
        }
    } else if (dest[1] != MP_OBJ_NULL) {
        if (attr == MP_QSTR_s) {
            uasyncio_stream_set_s(self, dest[1]);
            dest[0] = MP_OBJ_NULL;
        }
    }
}

// read(n=-1)
static mp_obj_t stream_read(size_t n_args, const mp_obj_t *args, mp_map_t *kw) {
    static const mp_arg_t allowed[] = {
        { MP_QSTR_n, MP_ARG_OBJ, { .u_rom_obj = MP_ROM_INT(-1) } },
    };
    mp_arg_val_t n;
    mp_arg_parse_all(n_args - 1, args + 1, kw, 1, allowed, &n);
    return uasyncio_stream_read(args[0], n.u_obj);
}
static MP_DEFINE_CONST_FUN_OBJ_KW(stream_read_obj, 1, stream_read);

// readexactly(n)
static mp_obj_t stream_readexactly(size_t n_args, const mp_obj_t *args, mp_map_t *kw) {
    static const mp_arg_t allowed[] = {
        { MP_QSTR_n, MP_ARG_REQUIRED | MP_ARG_OBJ, { .u_obj = MP_OBJ_NULL } },
    };
    mp_arg_val_t n;
    mp_arg_parse_all(n_args - 1, args + 1, kw, 1, allowed, &n);
    return uasyncio_stream_readexactly(args[0], n.u_obj);
}
static MP_DEFINE_CONST_FUN_OBJ_KW(stream_readexactly_obj, 1, stream_readexactly);

// awrite(buf, off=0, sz=-1)
static mp_obj_t stream_awrite(size_t n_args, const mp_obj_t *args, mp_map_t *kw) {
    static const mp_arg_t allowed[] = {
        { MP_QSTR_buf, MP_ARG_REQUIRED | MP_ARG_OBJ, { .u_obj = MP_OBJ_NULL } },
        { MP_QSTR_off, MP_ARG_OBJ, { .u_rom_obj = MP_ROM_INT(0) } },
        { MP_QSTR_sz, MP_ARG_OBJ, { .u_rom_obj = MP_ROM_INT(-1) } },
    };
    mp_arg_val_t values[MP_ARRAY_SIZE(allowed)];
    mp_arg_parse_all(n_args - 1, args + 1, kw, MP_ARRAY_SIZE(allowed), allowed, values);
    return uasyncio_stream_awrite(args[0], values[0].u_obj, values[1].u_obj, values[2].u_obj);
}
static MP_DEFINE_CONST_FUN_OBJ_KW(stream_awrite_obj, 1, stream_awrite);

static mp_obj_t stream_close(mp_obj_t self) {
    // wait_closed closes.
    (void)self;
    return mp_const_none;
}
static MP_DEFINE_CONST_FUN_OBJ_1(stream_close_obj, stream_close);
static MP_DEFINE_CONST_FUN_OBJ_1(stream_wait_closed_obj, uasyncio_stream_wait_closed);
static MP_DEFINE_CONST_FUN_OBJ_1(stream_readline_obj, uasyncio_stream_readline);
static MP_DEFINE_CONST_FUN_OBJ_2(stream_readinto_obj, uasyncio_stream_readinto);
static MP_DEFINE_CONST_FUN_OBJ_2(stream_write_obj, uasyncio_stream_write);
static MP_DEFINE_CONST_FUN_OBJ_1(stream_drain_obj, uasyncio_stream_drain);
static MP_DEFINE_CONST_FUN_OBJ_2(stream_get_extra_info_obj, uasyncio_stream_extra);

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
    { MP_ROM_QSTR(MP_QSTR_awrite), MP_ROM_PTR(&stream_awrite_obj) },
    { MP_ROM_QSTR(MP_QSTR_awritestr), MP_ROM_PTR(&stream_awrite_obj) },
};
static MP_DEFINE_CONST_DICT(stream_locals, stream_table);

MP_DEFINE_CONST_OBJ_TYPE(
    uasyncio_type_stream, MP_QSTR_Stream, MP_TYPE_FLAG_NONE,
    make_new, stream_make_new, attr, stream_attr, locals_dict, &stream_locals);

// --- Server --------------------------------------------------------------------------------------------------------

static void server_attr(mp_obj_t self, qstr attr, mp_obj_t *dest) {
    if (dest[0] != MP_OBJ_NULL) {
        return;
    }
    if (attr == MP_QSTR_task) {
        dest[0] = uasyncio_server_task(self);
    } else if (attr == MP_QSTR_state) {
        dest[0] = uasyncio_server_state(self);
    } else {
        dest[1] = MP_OBJ_SENTINEL; // look in the table
    }
}

static mp_obj_t server_aexit(size_t n_args, const mp_obj_t *args) {
    (void)n_args;
    return uasyncio_server_aexit(args[0]);
}
static MP_DEFINE_CONST_FUN_OBJ_VAR_BETWEEN(server_aexit_obj, 4, 4, server_aexit);
static MP_DEFINE_CONST_FUN_OBJ_1(server_aenter_obj, uasyncio_server_aenter);
static MP_DEFINE_CONST_FUN_OBJ_1(server_close_obj, uasyncio_server_close);
static MP_DEFINE_CONST_FUN_OBJ_1(server_wait_closed_obj, uasyncio_server_wait_closed);

static const mp_rom_map_elem_t server_table[] = {
    { MP_ROM_QSTR(MP_QSTR_close), MP_ROM_PTR(&server_close_obj) },
    { MP_ROM_QSTR(MP_QSTR_wait_closed), MP_ROM_PTR(&server_wait_closed_obj) },
    { MP_ROM_QSTR(MP_QSTR___aenter__), MP_ROM_PTR(&server_aenter_obj) },
    { MP_ROM_QSTR(MP_QSTR___aexit__), MP_ROM_PTR(&server_aexit_obj) },
};
static MP_DEFINE_CONST_DICT(server_locals, server_table);

MP_DEFINE_CONST_OBJ_TYPE(
    uasyncio_type_server, MP_QSTR_Server, MP_TYPE_FLAG_NONE,
    make_new, uasyncio_make_new, attr, server_attr, locals_dict, &server_locals);

// --- open_connection, start_server ---------------------------------------------------------------------------------

static mp_obj_t open_connection(size_t n_args, const mp_obj_t *args, mp_map_t *kw) {
    static const mp_arg_t allowed[] = {
        { MP_QSTR_host, MP_ARG_REQUIRED | MP_ARG_OBJ, { .u_obj = MP_OBJ_NULL } },
        { MP_QSTR_port, MP_ARG_REQUIRED | MP_ARG_OBJ, { .u_obj = MP_OBJ_NULL } },
        { MP_QSTR_ssl, MP_ARG_OBJ, { .u_rom_obj = MP_ROM_NONE } },
        { MP_QSTR_server_hostname, MP_ARG_OBJ, { .u_rom_obj = MP_ROM_NONE } },
    };
    mp_arg_val_t v[MP_ARRAY_SIZE(allowed)];
    mp_arg_parse_all(n_args, args, kw, MP_ARRAY_SIZE(allowed), allowed, v);
    return uasyncio_open_connection(v[0].u_obj, v[1].u_obj, v[2].u_obj, v[3].u_obj);
}
MP_DEFINE_CONST_FUN_OBJ_KW(uasyncio_open_connection_obj, 0, open_connection);

static mp_obj_t start_server(size_t n_args, const mp_obj_t *args, mp_map_t *kw) {
    static const mp_arg_t allowed[] = {
        { MP_QSTR_cb, MP_ARG_REQUIRED | MP_ARG_OBJ, { .u_obj = MP_OBJ_NULL } },
        { MP_QSTR_host, MP_ARG_REQUIRED | MP_ARG_OBJ, { .u_obj = MP_OBJ_NULL } },
        { MP_QSTR_port, MP_ARG_REQUIRED | MP_ARG_OBJ, { .u_obj = MP_OBJ_NULL } },
        { MP_QSTR_backlog, MP_ARG_OBJ, { .u_rom_obj = MP_ROM_INT(5) } },
        { MP_QSTR_ssl, MP_ARG_OBJ, { .u_rom_obj = MP_ROM_NONE } },
    };
    mp_arg_val_t v[MP_ARRAY_SIZE(allowed)];
    mp_arg_parse_all(n_args, args, kw, MP_ARRAY_SIZE(allowed), allowed, v);
    return uasyncio_start_server(v[0].u_obj, v[1].u_obj, v[2].u_obj, v[3].u_obj, v[4].u_obj);
}
MP_DEFINE_CONST_FUN_OBJ_KW(uasyncio_start_server_obj, 0, start_server);

#endif // UASYNCIO_STREAMS
