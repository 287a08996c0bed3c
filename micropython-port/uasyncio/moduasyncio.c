// The module asyncio, alias uasyncio: tables that name the library's functions.
#include <string.h>

#include "py/runtime.h"
#include "py/objstr.h"
#include "py/objtuple.h"
#include "extmod/modtime.h"
#include "function.h"
#include "interrupt.h"
#include "loop.h"
#include "modules.h"
#include "names.h"
#include "outside.h"
#include "tasks.h"
#include "types.h"

// --- Functions -----------------------------------------------------------------------------------------------------

static UASYNCIO_FUNCTION1(sleep_obj, t, uasyncio_sleep);
static UASYNCIO_FUNCTION1(sleep_ms_obj, t, uasyncio_sleep_ms);
#if UASYNCIO_FUTURES
// create_task(coro, *, name=None). A type of its own, because MicroPython's functions with named arguments make a map for each call.
static mp_obj_t create_task(mp_obj_t self, size_t n_args, size_t n_kw, const mp_obj_t *args) {
    (void)self;
    if (n_kw == 0 && n_args == 1) {
        return uasyncio_create_task(args[0]);
    }
    static const mp_arg_t allowed[] = {
        UASYNCIO_REQUIRED(MP_QSTR_coro),
        { MP_QSTR_name, MP_ARG_KW_ONLY | MP_ARG_OBJ, { .u_rom_obj = MP_ROM_NONE } },
    };
    mp_arg_val_t values[MP_ARRAY_SIZE(allowed)];
    mp_arg_parse_all_kw_array(n_args, n_kw, args, MP_ARRAY_SIZE(allowed), allowed, values);
    return uasyncio_create_named_task(values[0].u_obj, uasyncio_name_of(values[1].u_obj));
}
static MP_DEFINE_CONST_OBJ_TYPE(create_task_type, MP_QSTR_function, MP_TYPE_FLAG_NONE, call, create_task);
static const mp_obj_base_t create_task_obj = { &create_task_type };
#else
static UASYNCIO_FUNCTION1(create_task_obj, coro, uasyncio_create_task);
#endif
static MP_DEFINE_CONST_FUN_OBJ_0(current_task_obj, uasyncio_current_task);
static MP_DEFINE_CONST_FUN_OBJ_0(new_event_loop_obj, uasyncio_new_event_loop);

// get_event_loop(runq_len=0, waitq_len=0); the arguments are those of older versions.
static mp_obj_t get_event_loop(const mp_obj_t *args) {
    (void)args;
    return MP_OBJ_FROM_PTR(&uasyncio_type_loop);
}
static const mp_arg_t get_event_loop_args[] = {
    UASYNCIO_OPTIONAL(MP_QSTR_runq_len, MP_ROM_NONE),
    UASYNCIO_OPTIONAL(MP_QSTR_waitq_len, MP_ROM_NONE),
};
static UASYNCIO_FUNCTION(get_event_loop_obj, get_event_loop, get_event_loop_args, false);

// wait_for_ms(aw, timeout)
static const mp_arg_t wait_for_args[] = { UASYNCIO_REQUIRED(MP_QSTR_aw), UASYNCIO_REQUIRED(MP_QSTR_timeout) };
static UASYNCIO_FUNCTION(wait_for_ms_obj, uasyncio_wait_for_ms, wait_for_args, false);

#if UASYNCIO_OVERRIDES
// wait_for(aw, timeout, sleep=core.sleep): which of the two functions it is says what unit the timeout has.
static mp_obj_t wait_for(const mp_obj_t *args) {
    if (args[2] == MP_OBJ_FROM_PTR(&sleep_ms_obj)) {
        return uasyncio_wait_for_ms(args);
    }
    if (args[2] != MP_OBJ_FROM_PTR(&sleep_obj)) {
        mp_raise_TypeError(MP_ERROR_TEXT("sleep or sleep_ms expected"));
    }
    return uasyncio_wait_for(args);
}
static const mp_arg_t wait_for_sleep_args[] = {
    UASYNCIO_REQUIRED(MP_QSTR_aw), UASYNCIO_REQUIRED(MP_QSTR_timeout), UASYNCIO_OPTIONAL(MP_QSTR_sleep, MP_ROM_PTR(&sleep_obj)),
};
static UASYNCIO_FUNCTION(wait_for_obj, wait_for, wait_for_sleep_args, false);
#else
static UASYNCIO_FUNCTION(wait_for_obj, uasyncio_wait_for, wait_for_args, false);
#endif

// gather(*aws, return_exceptions=False)
static mp_obj_t gather(size_t n_args, const mp_obj_t *args, mp_map_t *kw) {
    static const mp_arg_t allowed[] = {
        { MP_QSTR_return_exceptions, MP_ARG_KW_ONLY | MP_ARG_OBJ, { .u_rom_obj = MP_ROM_FALSE } },
    };
    mp_arg_val_t return_exceptions;
    mp_arg_parse_all(0, NULL, kw, 1, allowed, &return_exceptions);
    return uasyncio_gather(n_args, (mp_obj_t *)args, return_exceptions.u_obj);
}
static MP_DEFINE_CONST_FUN_OBJ_KW(gather_obj, 0, gather);

extern const uasyncio_function_t uasyncio_open_connection_obj;
extern const uasyncio_function_t uasyncio_start_server_obj;
extern const uasyncio_function_t uasyncio_stream_awrite_obj;
#if UASYNCIO_STREAMS && !UASYNCIO_SOCKETS
static MP_DEFINE_CONST_FUN_OBJ_0(server_without_sockets_obj, uasyncio_server_without_sockets);
#endif

// --- IOQueue -------------------------------------------------------------------------------------------------------

static MP_DEFINE_CONST_FUN_OBJ_2(io_queue_read_obj, uasyncio_queue_read);
static MP_DEFINE_CONST_FUN_OBJ_2(io_queue_write_obj, uasyncio_queue_write);
static MP_DEFINE_CONST_FUN_OBJ_2(io_queue_remove_obj, uasyncio_queue_remove);

#if UASYNCIO_INNER_NAMES
static MP_DEFINE_CONST_FUN_OBJ_2(io_queue_wait_obj, uasyncio_queue_wait);

extern const mp_obj_module_t mp_module_select;

static void io_queue_attr(mp_obj_t self, qstr attr, mp_obj_t *dest) {
    if (dest[0] != MP_OBJ_NULL) {
        return;
    }
    if (attr == MP_QSTR_map) {
        dest[0] = uasyncio_queue_map(self);
        return;
    }
    if (attr == MP_QSTR_poller) {
        // The streams are not in it.
        dest[0] = mp_call_function_0(mp_load_attr(MP_OBJ_FROM_PTR(&mp_module_select), MP_QSTR_poll));
        return;
    }
    dest[1] = MP_OBJ_SENTINEL; // look in the table
}
#define IO_QUEUE_ATTR attr, io_queue_attr,
#else
#define IO_QUEUE_ATTR
#endif

static const mp_rom_map_elem_t io_queue_table[] = {
    { MP_ROM_QSTR(MP_QSTR_queue_read), MP_ROM_PTR(&io_queue_read_obj) },
    { MP_ROM_QSTR(MP_QSTR_queue_write), MP_ROM_PTR(&io_queue_write_obj) },
    { MP_ROM_QSTR(MP_QSTR_remove), MP_ROM_PTR(&io_queue_remove_obj) },
    #if UASYNCIO_INNER_NAMES
    { MP_ROM_QSTR(MP_QSTR_wait_io_event), MP_ROM_PTR(&io_queue_wait_obj) },
    #endif
};
static MP_DEFINE_CONST_DICT(io_queue_locals, io_queue_table);

MP_DEFINE_CONST_OBJ_TYPE(
    uasyncio_type_io_queue, MP_QSTR_IOQueue, MP_TYPE_FLAG_NONE,
    make_new, uasyncio_make_new, IO_QUEUE_ATTR locals_dict, &io_queue_locals);

// --- Names of the inside that public code uses ---------------------------------------------------------------------

#if UASYNCIO_INNER_NAMES
static MP_DEFINE_CONST_FUN_OBJ_1(promote_to_task_obj, uasyncio_promote_to_task);
static MP_DEFINE_CONST_FUN_OBJ_0(stopper_obj, uasyncio_stopper);
static MP_DEFINE_CONST_FUN_OBJ_2(run_beside_obj, uasyncio_run_beside);

extern const mp_obj_module_t mp_module_io;
extern const mp_obj_module_t mp_module_sys;
#define INNER(n) (n)
#else
#define INNER(n) (0)
#endif

// --- Modules -------------------------------------------------------------------------------------------------------

#define ENTRY(name, object) { MP_ROM_QSTR(MP_QSTR_##name), MP_ROM_PTR(&object) }
#define SUBMODULE(name, index) ENTRY(name, MP_STATE_VM(uasyncio_modules)[UASYNCIO_MODULE_##index])

// Called at each import by either name.  The first one after the virtual machine has started prepares the library; it
// leaves the module in sys.modules, which is empty again after a soft reset.
static mp_obj_t asyncio_init(void) {
    mp_map_t *loaded = &MP_STATE_VM(mp_loaded_modules_dict).map;
    mp_map_elem_t *elem = mp_map_lookup(loaded, MP_OBJ_NEW_QSTR(MP_QSTR_asyncio), MP_MAP_LOOKUP_ADD_IF_NOT_FOUND);
    if (elem->value != MP_OBJ_FROM_PTR(&uasyncio_module)) {
        elem->value = MP_OBJ_FROM_PTR(&uasyncio_module);
        uasyncio_restore_modules();
        #if UASYNCIO_CALLS
        memset(MP_STATE_VM(uasyncio_calls), 0, sizeof(MP_STATE_VM(uasyncio_calls)));
        #endif
        uasyncio_forget_loops();
        uasyncio_init();
        #if !(MICROPY_OBJ_REPR == MICROPY_OBJ_REPR_A && MICROPY_OBJ_IMMEDIATE_OBJS)
        uasyncio_take_an_archive_without_a_in_its_name();
        #endif
        uasyncio_defer_interrupts();
    }
    return mp_const_none;
}
MP_DEFINE_CONST_FUN_OBJ_0(uasyncio_init_obj, asyncio_init);

// Where upstream's frozen package is.  A submodule that is not in the table is looked for there, as upstream's would be.
static const MP_DEFINE_STR_OBJ(path, ".frozen/asyncio");

static const mp_rom_obj_tuple_t version = { { &mp_type_tuple }, 3, { MP_ROM_INT(3), MP_ROM_INT(0), MP_ROM_INT(0) } };

// What a submodule is called, in its part of the table.
#if UASYNCIO_INNER_NAMES
#define NAME_OF(module) static const MP_DEFINE_STR_OBJ(name_##module, "asyncio." #module);
#define MODULE_NAME(module) ENTRY(__name__, name_##module),
NAME_OF(core)
NAME_OF(funcs)
NAME_OF(event)
NAME_OF(lock)
#if UASYNCIO_STREAMS
NAME_OF(stream)
#endif
#else
#define MODULE_NAME(module)
#endif

// All names, in the order of the submodules: each of these has a part of the table (modules.c), asyncio all of it.  The names
// that a loop uses most come first, because the table is searched in order.
static const mp_rom_map_elem_t asyncio_table[] = {
    { MP_ROM_QSTR(MP_QSTR___name__), MP_ROM_QSTR(MP_QSTR_asyncio) },
    // core
    ENTRY(sleep_ms, sleep_ms_obj),
    ENTRY(sleep, sleep_obj),
    ENTRY(create_task, create_task_obj),
    ENTRY(current_task, current_task_obj),
    ENTRY(CancelledError, uasyncio_type_CancelledError),
    ENTRY(TimeoutError, uasyncio_type_TimeoutError),
    ENTRY(run, uasyncio_run_obj),
    ENTRY(run_until_complete, uasyncio_run_until_complete_obj),
    ENTRY(get_event_loop, get_event_loop_obj),
    ENTRY(new_event_loop, new_event_loop_obj),
    ENTRY(Loop, uasyncio_type_loop),
    ENTRY(Task, uasyncio_type_task),
    ENTRY(TaskQueue, uasyncio_type_task_queue),
    ENTRY(IOQueue, uasyncio_type_io_queue),
    ENTRY(ticks, mp_time_ticks_ms_obj),
    ENTRY(ticks_diff, mp_time_ticks_diff_obj),
    ENTRY(ticks_add, mp_time_ticks_add_obj),
    #if UASYNCIO_INNER_NAMES
    ENTRY(sys, mp_module_sys),
    ENTRY(select, mp_module_select),
    ENTRY(SingletonGenerator, uasyncio_type_sleep),
    ENTRY(_promote_to_task, promote_to_task_obj),
    ENTRY(_stopper, stopper_obj),
    #endif
    MODULE_NAME(core)
    // funcs
    ENTRY(wait_for, wait_for_obj),
    ENTRY(wait_for_ms, wait_for_ms_obj),
    ENTRY(gather, gather_obj),
    #if UASYNCIO_INNER_NAMES
    ENTRY(_run, run_beside_obj),
    ENTRY(_Remove, uasyncio_type_gather),
    #endif
    MODULE_NAME(funcs)
    // event
    ENTRY(Event, uasyncio_class_event),
    ENTRY(ThreadSafeFlag, uasyncio_class_flag),
    #if UASYNCIO_INNER_NAMES
    ENTRY(io, mp_module_io),
    #endif
    MODULE_NAME(event)
    // lock
    ENTRY(Lock, uasyncio_class_lock),
    MODULE_NAME(lock)
    // stream
    #if UASYNCIO_STREAMS
    ENTRY(open_connection, uasyncio_open_connection_obj),
    ENTRY(start_server, uasyncio_start_server_obj),
    ENTRY(Stream, uasyncio_class_stream),
    ENTRY(StreamReader, uasyncio_class_stream),
    ENTRY(StreamWriter, uasyncio_class_stream),
    #if UASYNCIO_SOCKETS
    ENTRY(Server, uasyncio_class_server),
    #else
    ENTRY(Server, server_without_sockets_obj),
    #endif
    ENTRY(stream_awrite, uasyncio_stream_awrite_obj),
    MODULE_NAME(stream)
    // asyncio alone
    SUBMODULE(stream, STREAM),
    #endif
    SUBMODULE(core, CORE),
    // As it was when upstream's took the names of its core.
    { MP_ROM_QSTR(MP_QSTR_cur_task), MP_ROM_NONE },
    SUBMODULE(event, EVENT),
    SUBMODULE(funcs, FUNCS),
    SUBMODULE(lock, LOCK),
    UASYNCIO_MORE_NAMES
    ENTRY(__path__, path),
    ENTRY(__version__, version),
};

// Where the parts of the table end.
#define BEGIN_CORE (1)
#define END_CORE (BEGIN_CORE + 17 + INNER(6))
#define END_FUNCS (END_CORE + 3 + INNER(3))
#define END_EVENT (END_FUNCS + 2 + INNER(2))
#define END_LOCK (END_EVENT + 1 + INNER(1))
#define END_STREAM (END_LOCK + 7 + INNER(1))

#define PART(from, end) { \
        .base = { &mp_type_dict }, \
        .map = { .all_keys_are_qstrs = 1, .is_fixed = 1, .is_ordered = 1, .used = (end) - (from), .alloc = (end) - (from), \
                 .table = (mp_map_elem_t *)(mp_rom_map_elem_t *)&asyncio_table[from] }, \
}
_Static_assert(MP_ARRAY_SIZE(asyncio_table) == (UASYNCIO_STREAMS ? END_STREAM + 1 : END_LOCK) + 7 + UASYNCIO_MORE_COUNT, "the parts are not the table");
const mp_obj_dict_t uasyncio_names[] = {
    [UASYNCIO_MODULE_CORE] = PART(BEGIN_CORE, END_CORE),
    [UASYNCIO_MODULE_FUNCS] = PART(END_CORE, END_FUNCS),
    [UASYNCIO_MODULE_EVENT] = PART(END_FUNCS, END_EVENT),
    [UASYNCIO_MODULE_LOCK] = PART(END_EVENT, END_LOCK),
    #if UASYNCIO_STREAMS
    [UASYNCIO_MODULE_STREAM] = PART(END_LOCK, END_STREAM),
    #endif
    [UASYNCIO_MODULES] = PART(0, MP_ARRAY_SIZE(asyncio_table)),
};
