// monitor and slow_slice_ms: what tasks do, and how long.
#include "py/runtime.h"
#include "py/mphal.h"
#include "monitor.h"
#include "tasks.h"

#if UASYNCIO_MONITOR
size_t uasyncio_port_ticks_us(void) {
    return mp_hal_ticks_us();
}

void uasyncio_port_slow_slice(uasyncio_obj_t task, size_t us) {
    mp_obj_t name = uasyncio_task_get_name(task);
    uasyncio_port_print("Executing ");
    uasyncio_port_print_object(name);
    uasyncio_port_print(" took ");
    uasyncio_port_print_object(mp_obj_new_int_from_uint(us / 1000));
    uasyncio_port_print(" ms\n");
}

// (name, place, waits_for, turns, total_us, longest_us)
static mp_obj_t of_task(mp_obj_t task) {
    // In the order of what the library calls them.
    static const qstr_short_t places[] = { MP_QSTR_running, MP_QSTR_ready, MP_QSTR_sleeping, MP_QSTR_waiting };
    mp_obj_t waits_for;
    qstr place = places[uasyncio_task_place(task, &waits_for)];
    uasyncio_measured measured = { 0 };
    uasyncio_measured_of(task, &measured);
    mp_obj_t items[] = {
        uasyncio_task_get_name(task),
        MP_OBJ_NEW_QSTR(place),
        waits_for,
        mp_obj_new_int_from_uint(measured.turns),
        mp_obj_new_int_from_ull(measured.total_us),
        mp_obj_new_int_from_uint(measured.longest_us),
    };
    return mp_obj_new_tuple(MP_ARRAY_SIZE(items), items);
}

// In whole percent, without a division of 64 bits, for which small processors want more of the C compiler's library.
static mp_uint_t percent(uint64_t part, uint64_t whole) {
    while (whole > UINT32_MAX / 100) {
        part >>= 1;
        whole >>= 1;
    }
    return whole == 0 ? 0 : (uint32_t)part * 100 / (uint32_t)whole;
}

// monitor(on=True)
static mp_obj_t monitor(const mp_obj_t *args) {
    if (!mp_obj_is_true(args[0])) {
        uasyncio_monitor_end();
        return mp_const_none;
    }
    uasyncio_load load;
    uasyncio_monitor(&load);
    mp_obj_t tasks = mp_call_function_1(MP_OBJ_FROM_PTR(&mp_type_list), uasyncio_all_tasks(MP_OBJ_FROM_PTR(&mp_type_set)));
    size_t n;
    mp_obj_t *items;
    mp_obj_list_get(tasks, &n, &items);
    for (size_t i = 0; i < n; ++i) {
        items[i] = of_task(items[i]);
    }
    mp_obj_t result[] = { mp_obj_new_int_from_uint(percent(load.idle_us, load.idle_us + load.busy_us)), tasks };
    return mp_obj_new_tuple(MP_ARRAY_SIZE(result), result);
}
static const mp_arg_t monitor_args[] = { UASYNCIO_OPTIONAL(MP_QSTR_on, MP_ROM_TRUE) };
UASYNCIO_FUNCTION(uasyncio_monitor_obj, monitor, monitor_args, false);

bool uasyncio_slow_slice_attr(qstr attr, mp_obj_t *dest) {
    bool loads = dest[0] == MP_OBJ_NULL;
    if (attr != MP_QSTR_slow_slice_ms || (!loads && dest[1] == MP_OBJ_NULL)) {
        return false;
    }
    if (loads) {
        dest[0] = mp_obj_new_int_from_uint(uasyncio_slow_slice());
    } else {
        mp_int_t limit = mp_obj_get_int(dest[1]);
        uasyncio_set_slow_slice(limit < 0 ? 0 : limit);
        dest[0] = MP_OBJ_NULL;
    }
    return true;
}
#endif
