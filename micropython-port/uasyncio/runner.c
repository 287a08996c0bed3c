// all_tasks, and Runner: tables that name the library's functions.
#include "py/runtime.h"
#include "loop.h"
#include "outside.h"
#include "runner.h"
#include "tasks.h"

#if UASYNCIO_ALL_TASKS
// all_tasks(loop=None)
static mp_obj_t all_tasks(const mp_obj_t *args) {
    (void)args;
    return uasyncio_all_tasks(MP_OBJ_FROM_PTR(&mp_type_set));
}
static const mp_arg_t all_tasks_args[] = { UASYNCIO_OPTIONAL(MP_QSTR_loop, MP_ROM_NONE) };
UASYNCIO_FUNCTION(uasyncio_all_tasks_obj, all_tasks, all_tasks_args, false);

// What the collector calls, which runs nothing else meanwhile.
static mp_obj_t freed(mp_obj_t object) {
    uasyncio_freed(object);
    return mp_const_none;
}
MP_DEFINE_CONST_FUN_OBJ_1(uasyncio_freed_obj, freed);

static const mp_rom_map_elem_t primitive_table[] = { UASYNCIO_FREED };
static MP_DEFINE_CONST_DICT(primitive_locals, primitive_table);
MP_DEFINE_CONST_OBJ_TYPE(uasyncio_type_primitive, MP_QSTR_primitive, MP_TYPE_FLAG_NONE, locals_dict, &primitive_locals);

// --- Runner --------------------------------------------------------------------------------------------------------

typedef struct {
    mp_obj_base_t base;
    // One that was never begun has nothing to end, so closing it does nothing and it can be begun later.
    enum { NEW, BEGUN, CLOSED } phase;
} runner_t;

static void begin(mp_obj_t self_in) {
    runner_t *self = MP_OBJ_TO_PTR(self_in);
    if (self->phase == CLOSED) {
        mp_raise_msg(&mp_type_RuntimeError, MP_ERROR_TEXT("Runner is closed"));
    }
    self->phase = BEGUN;
}

// Runner(*, debug=None, loop_factory=None); there is one loop.
static mp_obj_t runner_make_new(const mp_obj_type_t *type, size_t n_args, size_t n_kw, const mp_obj_t *args) {
    static const mp_arg_t allowed[] = {
        { MP_QSTR_debug, MP_ARG_KW_ONLY | MP_ARG_OBJ, { .u_rom_obj = MP_ROM_NONE } },
        { MP_QSTR_loop_factory, MP_ARG_KW_ONLY | MP_ARG_OBJ, { .u_rom_obj = MP_ROM_NONE } },
    };
    mp_arg_val_t values[MP_ARRAY_SIZE(allowed)];
    mp_arg_parse_all_kw_array(n_args, n_kw, args, MP_ARRAY_SIZE(allowed), allowed, values);
    runner_t *self = mp_obj_malloc(runner_t, type);
    self->phase = NEW;
    return MP_OBJ_FROM_PTR(self);
}

// `pair` is the Runner and a coroutine.
static mp_obj_t run_in_loop(mp_obj_t pair) {
    mp_obj_t *args = MP_OBJ_TO_PTR(pair);
    if (uasyncio_is_running()) {
        mp_raise_msg(&mp_type_RuntimeError, MP_ERROR_TEXT("Runner.run() cannot be called from a running event loop"));
    }
    begin(args[0]);
    return uasyncio_run_to_end(uasyncio_replaced_create_task(args[1]));
}

static mp_obj_t runner_run(mp_obj_t self, mp_obj_t coro) {
    if (!uasyncio_port_is_coroutine(coro)) {
        mp_raise_ValueError(MP_ERROR_TEXT("a coroutine was expected"));
    }
    mp_obj_t pair[] = { self, coro };
    return uasyncio_at_loop(run_in_loop, MP_OBJ_FROM_PTR(pair));
}
static MP_DEFINE_CONST_FUN_OBJ_2(runner_run_obj, runner_run);

static mp_obj_t close_in_loop(mp_obj_t self_in) {
    runner_t *self = MP_OBJ_TO_PTR(self_in);
    if (uasyncio_is_running()) {
        mp_raise_msg(&mp_type_RuntimeError, MP_ERROR_TEXT("Cannot close a running event loop"));
    }
    mp_obj_t end_all = uasyncio_end_all();
    self->phase = CLOSED;
    nlr_buf_t nlr;
    bool ended = nlr_push(&nlr) == 0;
    if (ended) {
        uasyncio_run_to_end(end_all);
        nlr_pop();
    }
    if (!ended && mp_obj_exception_match(MP_OBJ_FROM_PTR(nlr.ret_val), MP_OBJ_FROM_PTR(&mp_type_MemoryError))) {
        // Nobody has ended the tasks: this can be tried again.
        self->phase = BEGUN;
        nlr_jump(nlr.ret_val);
    }
    // What has begun meanwhile ends with the loop, and so does what is left when a task has stopped it.
    uasyncio_new_event_loop();
    if (!ended) {
        nlr_jump(nlr.ret_val);
    }
    return mp_const_none;
}

static mp_obj_t runner_close(mp_obj_t self_in) {
    runner_t *self = MP_OBJ_TO_PTR(self_in);
    return self->phase == BEGUN ? uasyncio_at_loop(close_in_loop, self_in) : mp_const_none;
}
static MP_DEFINE_CONST_FUN_OBJ_1(runner_close_obj, runner_close);

static mp_obj_t runner_get_loop(mp_obj_t self) {
    begin(self);
    return MP_OBJ_FROM_PTR(&uasyncio_type_loop);
}
static MP_DEFINE_CONST_FUN_OBJ_1(runner_get_loop_obj, runner_get_loop);

static mp_obj_t runner_enter(mp_obj_t self) {
    begin(self);
    return self;
}
static MP_DEFINE_CONST_FUN_OBJ_1(runner_enter_obj, runner_enter);

static mp_obj_t runner_exit(size_t n_args, const mp_obj_t *args) {
    (void)n_args;
    return runner_close(args[0]);
}
static MP_DEFINE_CONST_FUN_OBJ_VAR_BETWEEN(runner_exit_obj, 4, 4, runner_exit);

static const mp_rom_map_elem_t runner_table[] = {
    { MP_ROM_QSTR(MP_QSTR_run), MP_ROM_PTR(&runner_run_obj) },
    { MP_ROM_QSTR(MP_QSTR_close), MP_ROM_PTR(&runner_close_obj) },
    { MP_ROM_QSTR(MP_QSTR_get_loop), MP_ROM_PTR(&runner_get_loop_obj) },
    { MP_ROM_QSTR(MP_QSTR___enter__), MP_ROM_PTR(&runner_enter_obj) },
    { MP_ROM_QSTR(MP_QSTR___exit__), MP_ROM_PTR(&runner_exit_obj) },
};
static MP_DEFINE_CONST_DICT(runner_locals, runner_table);

MP_DEFINE_CONST_OBJ_TYPE(
    uasyncio_type_runner, MP_QSTR_Runner, MP_TYPE_FLAG_NONE, make_new, runner_make_new, locals_dict, &runner_locals);
#endif
