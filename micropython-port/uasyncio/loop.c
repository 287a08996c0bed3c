// Running the loop, and the class Loop: tables that name the library's functions.
#include "py/runtime.h"
#include "clock.h"
#include "loop.h"
#include "outside.h"
#include "tasks.h"
#include "threads.h"
#include "types.h"

// --- Running the loop ----------------------------------------------------------------------------------------------

// The guard of the whole loop: what unwinds is given back to it as the running task's exception.  Called by uasyncio_at_loop.
mp_obj_t uasyncio_run_to_end(mp_obj_t main) {
    uasyncio_run run;
    uasyncio_run_begin(&run, main);
    for (;;) {
        nlr_buf_t nlr;
        if (nlr_push(&nlr) == 0) {
            uasyncio_run_loop(&run);
            nlr_pop();
            break;
        }
        run.caught = MP_OBJ_FROM_PTR(nlr.ret_val);
    }
    if (run.raised) {
        nlr_raise(mp_make_raise_obj(run.result));
    }
    return run.result;
}

// asyncio.run(coro): always a new task.
static mp_obj_t run_new_task(mp_obj_t coro) {
    return uasyncio_run_to_end(uasyncio_replaced_create_task(coro));
}
static mp_obj_t asyncio_run(mp_obj_t coro) {
    return uasyncio_at_loop(run_new_task, coro);
}
MP_DEFINE_CONST_FUN_OBJ_1(uasyncio_run_obj, asyncio_run);

// core.run_until_complete(main_task=None)
static mp_obj_t core_run_until_complete(size_t n_args, const mp_obj_t *args) {
    return uasyncio_at_loop(uasyncio_run_to_end, n_args == 0 || args[0] == mp_const_none ? MP_OBJ_NULL : args[0]);
}
MP_DEFINE_CONST_FUN_OBJ_VAR_BETWEEN(uasyncio_run_until_complete_obj, 0, 1, core_run_until_complete);

// --- Loop ----------------------------------------------------------------------------------------------------------

// A class whose functions take no instance.
#define LOOP_FUNCTION(name, fun) static MP_DEFINE_CONST_STATICMETHOD_OBJ(loop_##name##_obj, MP_ROM_PTR(&fun))

static mp_obj_t run_until_stopped(mp_obj_t none) {
    (void)none;
    return uasyncio_run_to_end(uasyncio_loop_stopper());
}
static mp_obj_t loop_run_forever(void) {
    return uasyncio_at_loop(run_until_stopped, mp_const_none);
}
static MP_DEFINE_CONST_FUN_OBJ_0(run_forever_fun, loop_run_forever);

static mp_obj_t run_awaitable(mp_obj_t awaitable) {
    #if UASYNCIO_FUTURES && UASYNCIO_WAIT
    // The loop runs tasks, and nothing of a Future.
    mp_obj_base_t *native = uasyncio_port_native(awaitable, UASYNCIO_TYPE_TASK);
    if (native != NULL && native->type == &uasyncio_type_future) {
        awaitable = uasyncio_create_task(uasyncio_shield(awaitable));
    }
    #endif
    return uasyncio_run_to_end(awaitable);
}
static mp_obj_t loop_run_until_complete(mp_obj_t awaitable) {
    return uasyncio_at_loop(run_awaitable, awaitable);
}
static MP_DEFINE_CONST_FUN_OBJ_1(run_until_complete_fun, loop_run_until_complete);

static mp_obj_t loop_close(void) {
    return mp_const_none;
}
static MP_DEFINE_CONST_FUN_OBJ_0(close_fun, loop_close);
#if UASYNCIO_FUTURES
static mp_obj_t loop_create_task(size_t n_args, const mp_obj_t *args, mp_map_t *kw) {
    mp_arg_check_num(n_args, 0, 1, 1, false);
    return kw->used == 0 ? uasyncio_replaced_create_task(args[0]) : uasyncio_create_named_task(args[0], uasyncio_name_argument(kw));
}
static MP_DEFINE_CONST_FUN_OBJ_KW(create_task_fun, 1, loop_create_task);
#else
static MP_DEFINE_CONST_FUN_OBJ_1(create_task_fun, uasyncio_replaced_create_task);
#endif
static MP_DEFINE_CONST_FUN_OBJ_0(stop_fun, uasyncio_loop_stop);
static MP_DEFINE_CONST_FUN_OBJ_1(set_handler_fun, uasyncio_loop_set_exception_handler);
static MP_DEFINE_CONST_FUN_OBJ_0(get_handler_fun, uasyncio_loop_get_exception_handler);
static MP_DEFINE_CONST_FUN_OBJ_1(call_handler_fun, uasyncio_loop_call_exception_handler);
static MP_DEFINE_CONST_FUN_OBJ_2(default_handler_fun, uasyncio_loop_default_exception_handler);

#if UASYNCIO_CALLS
static mp_obj_t call_soon_threadsafe(size_t n_args, const mp_obj_t *args) {
    return uasyncio_call_soon_threadsafe(args[0], n_args - 1, (mp_obj_t *)args + 1);
}
static MP_DEFINE_CONST_FUN_OBJ_VAR(call_soon_threadsafe_fun, 1, call_soon_threadsafe);
LOOP_FUNCTION(call_soon_threadsafe, call_soon_threadsafe_fun);
#endif
#if UASYNCIO_HANDLES
LOOP_FUNCTION(call_soon, uasyncio_call_soon_obj);
LOOP_FUNCTION(call_later, uasyncio_call_later_obj);
#if UASYNCIO_CLOCK
LOOP_FUNCTION(call_at, uasyncio_call_at_obj);
LOOP_FUNCTION(time, uasyncio_loop_time_obj);
#endif
#endif
#if UASYNCIO_FUTURES
static MP_DEFINE_CONST_FUN_OBJ_0(create_future_fun, uasyncio_future_new);
LOOP_FUNCTION(create_future, create_future_fun);
#endif
#if UASYNCIO_THREADS
LOOP_FUNCTION(run_in_executor, uasyncio_run_in_executor_obj);
#endif
LOOP_FUNCTION(create_task, create_task_fun);
LOOP_FUNCTION(run_forever, run_forever_fun);
LOOP_FUNCTION(run_until_complete, run_until_complete_fun);
LOOP_FUNCTION(stop, stop_fun);
LOOP_FUNCTION(close, close_fun);
LOOP_FUNCTION(set_exception_handler, set_handler_fun);
LOOP_FUNCTION(get_exception_handler, get_handler_fun);
LOOP_FUNCTION(call_exception_handler, call_handler_fun);
LOOP_FUNCTION(default_exception_handler, default_handler_fun);

#define LOOP_ENTRY(name) { MP_ROM_QSTR(MP_QSTR_##name), MP_ROM_PTR(&loop_##name##_obj) }

static const mp_rom_map_elem_t loop_table[] = {
    LOOP_ENTRY(create_task),
    LOOP_ENTRY(run_forever),
    LOOP_ENTRY(run_until_complete),
    LOOP_ENTRY(stop),
    LOOP_ENTRY(close),
    LOOP_ENTRY(set_exception_handler),
    LOOP_ENTRY(get_exception_handler),
    LOOP_ENTRY(call_exception_handler),
    LOOP_ENTRY(default_exception_handler),
    #if UASYNCIO_CALLS
    LOOP_ENTRY(call_soon_threadsafe),
    #endif
    #if UASYNCIO_HANDLES
    LOOP_ENTRY(call_soon),
    LOOP_ENTRY(call_later),
    #if UASYNCIO_CLOCK
    LOOP_ENTRY(call_at),
    LOOP_ENTRY(time),
    #endif
    #endif
    #if UASYNCIO_THREADS
    LOOP_ENTRY(run_in_executor),
    #endif
    #if UASYNCIO_FUTURES
    LOOP_ENTRY(create_future),
    #endif
    { MP_ROM_QSTR(MP_QSTR__exc_handler), MP_ROM_NONE },
};
static MP_DEFINE_CONST_DICT(loop_locals, loop_table);

static MP_DEFINE_CONST_OBJ_TYPE(loop_functions, MP_QSTR_Loop, MP_TYPE_FLAG_NONE, locals_dict, &loop_locals);

// A class may be derived from one that can be called.  No function takes an instance, so the class is as good as one.
static mp_obj_t loop_make_new(const mp_obj_type_t *type, size_t n_args, size_t n_kw, const mp_obj_t *args) {
    (void)args;
    mp_arg_check_num(n_args, n_kw, 0, 0, false);
    return MP_OBJ_FROM_PTR(type);
}

// What a program stores in the class is in a map of its own, which is looked into before the functions.
MP_REGISTER_ROOT_POINTER(mp_obj_dict_t uasyncio_loop_names);
// MicroPython would write the flag when a property is stored.
MP_DEFINE_CONST_OBJ_TYPE(
    uasyncio_type_loop, MP_QSTR_Loop, MP_TYPE_FLAG_HAS_SPECIAL_ACCESSORS,
    make_new, loop_make_new, locals_dict, &MP_STATE_VM(uasyncio_loop_names), parent, &loop_functions);
