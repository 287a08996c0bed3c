// The functions that run the loop.
#ifndef UASYNCIO_MICROPYTHON_LOOP_H
#define UASYNCIO_MICROPYTHON_LOOP_H

#include "py/obj.h"

// asyncio.run(coro), and core.run_until_complete(main_task=None).
MP_DECLARE_CONST_FUN_OBJ_1(uasyncio_run_obj);
MP_DECLARE_CONST_FUN_OBJ_VAR_BETWEEN(uasyncio_run_until_complete_obj);

// Runs the loop until a task, or a coroutine, ends: its value, or raises its exception.  See uasyncio_at_loop.
mp_obj_t uasyncio_run_to_end(mp_obj_t main);

// Loop's call_soon, call_later, call_at and time (handles.c).
MP_DECLARE_CONST_FUN_OBJ_VAR(uasyncio_call_soon_obj);
MP_DECLARE_CONST_FUN_OBJ_VAR(uasyncio_call_later_obj);
MP_DECLARE_CONST_FUN_OBJ_VAR(uasyncio_call_at_obj);
MP_DECLARE_CONST_FUN_OBJ_0(uasyncio_loop_time_obj);

#endif // UASYNCIO_MICROPYTHON_LOOP_H
