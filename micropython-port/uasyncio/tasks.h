// What tasks have beyond upstream's methods.
#ifndef UASYNCIO_MICROPYTHON_TASKS_H
#define UASYNCIO_MICROPYTHON_TASKS_H

#include "function.h"
#include "types.h"

// Task.cancel counts, for whom it concerns whether somebody else has cancelled, too.
#define UASYNCIO_TASK_COUNTS (UASYNCIO_FUTURES)

MP_DECLARE_CONST_FUN_OBJ_1(uasyncio_task_done_obj);
#if UASYNCIO_TASK_COUNTS
extern const uasyncio_function_t uasyncio_task_cancel_obj;
#endif

#if UASYNCIO_FUTURES
MP_DECLARE_CONST_FUN_OBJ_1(uasyncio_task_result_obj);
MP_DECLARE_CONST_FUN_OBJ_1(uasyncio_task_exception_obj);
MP_DECLARE_CONST_FUN_OBJ_1(uasyncio_task_cancelled_obj);
MP_DECLARE_CONST_FUN_OBJ_2(uasyncio_task_add_done_callback_obj);
MP_DECLARE_CONST_FUN_OBJ_2(uasyncio_task_remove_done_callback_obj);
MP_DECLARE_CONST_FUN_OBJ_1(uasyncio_task_get_loop_obj);
MP_DECLARE_CONST_FUN_OBJ_1(uasyncio_task_get_name_obj);
MP_DECLARE_CONST_FUN_OBJ_2(uasyncio_task_set_name_obj);
MP_DECLARE_CONST_FUN_OBJ_1(uasyncio_task_get_coro_obj);
MP_DECLARE_CONST_FUN_OBJ_1(uasyncio_task_cancelling_obj);
MP_DECLARE_CONST_FUN_OBJ_1(uasyncio_task_uncancel_obj);
#endif

#define UASYNCIO_TASK_METHOD(name) { MP_ROM_QSTR(MP_QSTR_##name), MP_ROM_PTR(&uasyncio_task_##name##_obj) },

// In the tables of Task and of Future.
#if UASYNCIO_FUTURES
#define UASYNCIO_FUTURE_METHODS \
    UASYNCIO_TASK_METHOD(done) \
    UASYNCIO_TASK_METHOD(cancel) \
    UASYNCIO_TASK_METHOD(result) \
    UASYNCIO_TASK_METHOD(exception) \
    UASYNCIO_TASK_METHOD(cancelled) \
    UASYNCIO_TASK_METHOD(add_done_callback) \
    UASYNCIO_TASK_METHOD(remove_done_callback) \
    UASYNCIO_TASK_METHOD(get_loop)
#else
#define UASYNCIO_FUTURE_METHODS \
    UASYNCIO_TASK_METHOD(done) \
    UASYNCIO_TASK_METHOD(cancel)
#endif

// In the table of Task alone.
#if UASYNCIO_FUTURES
#define UASYNCIO_TASK_METHODS \
    UASYNCIO_TASK_METHOD(get_name) \
    UASYNCIO_TASK_METHOD(set_name) \
    UASYNCIO_TASK_METHOD(get_coro) \
    UASYNCIO_TASK_METHOD(cancelling) \
    UASYNCIO_TASK_METHOD(uncancel)
#else
#define UASYNCIO_TASK_METHODS
#endif

// A name as a task keeps it: str(name), or MP_OBJ_NULL for None.  Raises what str() raises.
mp_obj_t uasyncio_name_of(mp_obj_t name);

// task.get_name()
mp_obj_t uasyncio_task_get_name(mp_obj_t task);

// The argument `name`, as a task keeps it.
mp_obj_t uasyncio_name_argument(mp_map_t *kw);

#endif // UASYNCIO_MICROPYTHON_TASKS_H
