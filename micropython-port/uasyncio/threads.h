// to_thread, Loop.run_in_executor.
#ifndef UASYNCIO_MICROPYTHON_THREADS_H
#define UASYNCIO_MICROPYTHON_THREADS_H

#include "py/obj.h"

extern const mp_obj_base_t uasyncio_to_thread_obj;
MP_DECLARE_CONST_FUN_OBJ_VAR(uasyncio_run_in_executor_obj);

#endif // UASYNCIO_MICROPYTHON_THREADS_H
