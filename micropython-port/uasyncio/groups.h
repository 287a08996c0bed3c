// Functions for several tasks.
#ifndef UASYNCIO_MICROPYTHON_GROUPS_H
#define UASYNCIO_MICROPYTHON_GROUPS_H

#include "function.h"

extern const uasyncio_function_t uasyncio_timeout_obj;
extern const uasyncio_function_t uasyncio_timeout_ms_obj;
MP_DECLARE_CONST_FUN_OBJ_KW(uasyncio_wait_obj);
MP_DECLARE_CONST_FUN_OBJ_1(uasyncio_shield_obj);
MP_DECLARE_CONST_FUN_OBJ_1(uasyncio_ensure_future_obj);
MP_DECLARE_CONST_FUN_OBJ_1(uasyncio_iscoroutine_obj);
MP_DECLARE_CONST_FUN_OBJ_1(uasyncio_iscoroutinefunction_obj);
MP_DECLARE_CONST_FUN_OBJ_0(uasyncio_get_running_loop_obj);

#endif // UASYNCIO_MICROPYTHON_GROUPS_H
