// to_thread and Loop.run_in_executor: a thread of MicroPython's own for each job.
#include <string.h>

#include "py/runtime.h"
#include "py/objtuple.h"
#include "threads.h"
#include "types.h"

#if UASYNCIO_THREADS
extern const mp_obj_module_t mp_module_thread;

// What the thread runs: job, function, *args, **kw.
static mp_obj_t job_call(mp_obj_t self, size_t n_args, size_t n_kw, const mp_obj_t *args) {
    (void)self;
    nlr_buf_t nlr;
    if (nlr_push(&nlr) == 0) {
        mp_obj_t value = mp_call_function_n_kw(args[1], n_args - 2, n_kw, args + 2);
        nlr_pop();
        uasyncio_job_end(args[0], value, false);
    } else {
        uasyncio_job_end(args[0], MP_OBJ_FROM_PTR(nlr.ret_val), true);
    }
    return mp_const_none;
}
static MP_DEFINE_CONST_OBJ_TYPE(job_type, MP_QSTR_function, MP_TYPE_FLAG_NONE, call, job_call);
static const mp_obj_base_t job_obj = { &job_type };

static mp_obj_t start_new_thread(void) {
    return mp_load_attr(MP_OBJ_FROM_PTR(&mp_module_thread), MP_QSTR_start_new_thread);
}

// What start_new_thread is called with, for function(*args, **kw); `args` begins with the function, and pairs of names and objects
// follow.  Gives the job.
static mp_obj_t prepare(size_t n_args, size_t n_kw, const mp_obj_t *args, mp_obj_t *list) {
    mp_obj_t job = uasyncio_job_new();
    mp_obj_tuple_t *positional = MP_OBJ_TO_PTR(mp_obj_new_tuple(n_args + 1, NULL));
    positional->items[0] = job;
    memcpy(positional->items + 1, args, n_args * sizeof(mp_obj_t));
    mp_obj_t named = mp_obj_new_dict(n_kw);
    for (size_t i = 0; i < n_kw; ++i) {
        mp_obj_dict_store(named, args[n_args + 2 * i], args[n_args + 2 * i + 1]);
    }
    mp_obj_t items[] = { MP_OBJ_FROM_PTR(&job_obj), MP_OBJ_FROM_PTR(positional), named };
    *list = mp_obj_new_list(MP_ARRAY_SIZE(items), items);
    return job;
}

// to_thread(function, *args, **kw)
static mp_obj_t to_thread_call(mp_obj_t self, size_t n_args, size_t n_kw, const mp_obj_t *args) {
    (void)self;
    mp_arg_check_num(n_args, n_kw, 1, MP_OBJ_FUN_ARGS_MAX, true);
    mp_obj_t list, job = prepare(n_args, n_kw, args, &list);
    return uasyncio_job_run(job, start_new_thread(), list);
}
static MP_DEFINE_CONST_OBJ_TYPE(to_thread_type, MP_QSTR_function, MP_TYPE_FLAG_NONE, call, to_thread_call);
const mp_obj_base_t uasyncio_to_thread_obj = { &to_thread_type };

// Loop.run_in_executor(None, function, *args)
static mp_obj_t run_in_executor(size_t n_args, const mp_obj_t *args) {
    if (args[0] != mp_const_none) {
        mp_raise_ValueError(MP_ERROR_TEXT("executor must be None"));
    }
    mp_obj_t list, job = prepare(n_args - 1, 0, args + 1, &list);
    size_t n;
    mp_obj_t *items;
    mp_obj_list_get(list, &n, &items);
    mp_call_function_n_kw(start_new_thread(), n, 0, items);
    return uasyncio_job_task(job);
}
MP_DEFINE_CONST_FUN_OBJ_VAR(uasyncio_run_in_executor_obj, 2, run_in_executor);
#endif
