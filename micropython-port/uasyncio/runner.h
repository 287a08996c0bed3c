// all_tasks, Runner.
#ifndef UASYNCIO_MICROPYTHON_RUNNER_H
#define UASYNCIO_MICROPYTHON_RUNNER_H

#include "function.h"

extern const uasyncio_function_t uasyncio_all_tasks_obj;
extern const mp_obj_type_t uasyncio_type_runner;

#endif // UASYNCIO_MICROPYTHON_RUNNER_H
