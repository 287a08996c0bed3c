// The module `irqtest`: a hardware timer's interrupt handler sets a ThreadSafeFlag, as a driver written in C would, or calls
// a function, as MicroPython calls a hard handler.
//
//   start(flag or function, period_us, count, when, scheduled=False)
//               `count` interrupts: when=FREE as they come; ANSWERED each one only after the one before was taken;
//               ASLEEP furthermore only while the processor sleeps in the idle loop; scheduled: the handler leaves
//               it to a scheduled callback to set the flag
//   take()      (interrupts since the last take, microseconds since the first of them)
//   resumed()   microseconds from the last of those that came ASLEEP to the first time that a generator was resumed
//   counted()   (interrupts so far, those of them that came while the processor slept)

#include "py/mphal.h"
#include "py/runtime.h"
#include "py/gc.h"
#include "py/objgenerator.h"
#include "overlay.h"
#include "timer.h"
#include "uasyncio.h"

enum { FREE, ANSWERED, ASLEEP };

static struct {
    uint32_t limit;
    uint32_t fired;
    uint32_t fired_asleep;
    uint32_t taken;
    uint32_t first_us;
    uint32_t resumed_us;
    bool resumes;
    mp_int_t when;
    bool scheduled;
} volatile state;

// The flag or the function, where the collector finds it.
MP_REGISTER_ROOT_POINTER(mp_obj_t irqtest_flag);

static mp_obj_t irqtest_set(mp_obj_t flag) {
    return uasyncio_flag_set(flag);
}
static MP_DEFINE_CONST_FUN_OBJ_1(irqtest_set_obj, irqtest_set);

// As shared/runtime/mpirq.c does it.
static void call(mp_obj_t function) {
    mp_sched_lock();
    gc_lock();
    nlr_buf_t nlr;
    if (nlr_push(&nlr) == 0) {
        mp_call_function_0(function);
        nlr_pop();
    } else {
        mp_obj_print_exception(&mp_plat_print, MP_OBJ_FROM_PTR(nlr.ret_val));
    }
    gc_unlock();
    mp_sched_unlock();
}

void timer_interrupt(void) {
    if (state.fired == state.limit
        || (state.when != FREE && state.fired != state.taken)
        || (state.when == ASLEEP && !overlay_asleep)) {
        return;
    }
    if (state.fired == state.taken) {
        state.first_us = clock_us();
        state.resumes = state.when == ASLEEP;
    }
    state.fired++;
    state.fired_asleep += overlay_asleep;
    if (state.scheduled) {
        mp_sched_schedule(MP_OBJ_FROM_PTR(&irqtest_set_obj), MP_STATE_VM(irqtest_flag));
    } else if (mp_obj_is_callable(MP_STATE_VM(irqtest_flag))) {
        call(MP_STATE_VM(irqtest_flag));
    } else {
        uasyncio_flag_set(MP_STATE_VM(irqtest_flag));
    }
}

// The linker puts this in the place of the virtual machine's.
mp_vm_return_kind_t __real_mp_obj_gen_resume(mp_obj_t self, mp_obj_t send, mp_obj_t thrown, mp_obj_t *result);
mp_vm_return_kind_t __wrap_mp_obj_gen_resume(mp_obj_t self, mp_obj_t send, mp_obj_t thrown, mp_obj_t *result) {
    if (state.resumes) {
        state.resumed_us = clock_us();
        state.resumes = false;
    }
    return __real_mp_obj_gen_resume(self, send, thrown, result);
}

static mp_obj_t irqtest_start(size_t n_args, const mp_obj_t *args) {
    timer_stop();
    MP_STATE_VM(irqtest_flag) = args[0];
    state.limit = mp_obj_get_int(args[2]);
    state.fired = state.fired_asleep = state.taken = 0;
    state.when = mp_obj_get_int(args[3]);
    state.scheduled = n_args > 4 && mp_obj_is_true(args[4]);
    timer_start(mp_obj_get_int(args[1]));
    return mp_const_none;
}
static MP_DEFINE_CONST_FUN_OBJ_VAR_BETWEEN(irqtest_start_obj, 4, 5, irqtest_start);

static mp_obj_t irqtest_take(void) {
    uint32_t irq = overlay_irq_disable();
    uint32_t n = state.fired - state.taken;
    uint32_t late = n == 0 ? 0 : clock_us() - state.first_us;
    state.taken = state.fired;
    if (state.taken == state.limit) {
        timer_stop();
    }
    overlay_irq_restore(irq);
    mp_obj_t items[] = { mp_obj_new_int(n), mp_obj_new_int(late) };
    return mp_obj_new_tuple(2, items);
}
static MP_DEFINE_CONST_FUN_OBJ_0(irqtest_take_obj, irqtest_take);

static mp_obj_t irqtest_resumed(void) {
    return mp_obj_new_int(state.resumed_us - state.first_us);
}
static MP_DEFINE_CONST_FUN_OBJ_0(irqtest_resumed_obj, irqtest_resumed);

static mp_obj_t irqtest_counted(void) {
    mp_obj_t items[] = { mp_obj_new_int(state.fired), mp_obj_new_int(state.fired_asleep) };
    return mp_obj_new_tuple(2, items);
}
static MP_DEFINE_CONST_FUN_OBJ_0(irqtest_counted_obj, irqtest_counted);

static const mp_rom_map_elem_t irqtest_globals_table[] = {
    { MP_ROM_QSTR(MP_QSTR___name__), MP_ROM_QSTR(MP_QSTR_irqtest) },
    { MP_ROM_QSTR(MP_QSTR_start), MP_ROM_PTR(&irqtest_start_obj) },
    { MP_ROM_QSTR(MP_QSTR_take), MP_ROM_PTR(&irqtest_take_obj) },
    { MP_ROM_QSTR(MP_QSTR_resumed), MP_ROM_PTR(&irqtest_resumed_obj) },
    { MP_ROM_QSTR(MP_QSTR_counted), MP_ROM_PTR(&irqtest_counted_obj) },
    { MP_ROM_QSTR(MP_QSTR_FREE), MP_ROM_INT(FREE) },
    { MP_ROM_QSTR(MP_QSTR_ANSWERED), MP_ROM_INT(ANSWERED) },
    { MP_ROM_QSTR(MP_QSTR_ASLEEP), MP_ROM_INT(ASLEEP) },
};
static MP_DEFINE_CONST_DICT(irqtest_globals, irqtest_globals_table);

const mp_obj_module_t irqtest_module = {
    .base = { &mp_type_module },
    .globals = (mp_obj_dict_t *)&irqtest_globals,
};

MP_REGISTER_MODULE(MP_QSTR_irqtest, irqtest_module);
