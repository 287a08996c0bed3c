// The module `collect`: what programs need to make use of this heap.
//
//   at(n, function)   calls it in the n-th collection from now on (0 is the next), where finalisers are called: memory can
//                     be freed and not allocated, callbacks wait. MicroPython has no finalisers that a program could write,
//                     but streams in C that wrap one in Python, as TLS sockets do, close it then.
//   left()            how many collections are left until then, -1 when it was called; and forgets it
//   misuse(how)       does one of the things that this heap is there to find
#include <limits.h>
#include <string.h>

#include "py/gc.h"
#include "py/runtime.h"
#include "collect_module.h"

MP_REGISTER_ROOT_POINTER(mp_obj_t collect_function);
static mp_int_t countdown = -1;

void collect_finalise(void) {
    // Where the collector's stack has overflown, not everything is marked yet: then it is the next one's turn.
    if (countdown < 0 || MP_STATE_MEM(gc_stack_overflow) || --countdown >= 0) {
        return;
    }
    mp_sched_lock();
    mp_call_function_1_protected(MP_STATE_VM(collect_function), mp_const_none);
    mp_sched_unlock();
}

static mp_obj_t collect_at(mp_obj_t n, mp_obj_t function) {
    MP_STATE_VM(collect_function) = function;
    countdown = mp_obj_get_int(n);
    return mp_const_none;
}
static MP_DEFINE_CONST_FUN_OBJ_2(collect_at_obj, collect_at);

static mp_obj_t collect_left(void) {
    mp_obj_t left = MP_OBJ_NEW_SMALL_INT(countdown);
    countdown = -1;
    MP_STATE_VM(collect_function) = MP_OBJ_NULL;
    return left;
}
static MP_DEFINE_CONST_FUN_OBJ_0(collect_left_obj, collect_left);

static mp_obj_t collect_misuse(mp_obj_t how_in) {
    const char *how = mp_obj_str_get_str(how_in);
    volatile char *block = m_malloc(20);
    if (strcmp(how, "beyond") == 0) {
        block[20] = 1;
    } else if (strcmp(how, "freed") == 0) {
        m_del(char, (char *)block, 20);
        (void)block[0];
    } else if (strcmp(how, "collected") == 0) {
        // An address with all bits turned is no reference. (One of them may have been left on the stack.)
        uintptr_t hidden[8];
        for (size_t i = 0; i < MP_ARRAY_SIZE(hidden); ++i) {
            hidden[i] = ~(uintptr_t)m_malloc(20);
        }
        for (size_t i = 0; i < MP_ARRAY_SIZE(hidden); ++i) {
            (void)*(volatile char *)~hidden[i];
        }
    } else if (strcmp(how, "overflow") == 0) {
        volatile int most = INT_MAX;
        most += 1;
    }
    return mp_const_none;
}
static MP_DEFINE_CONST_FUN_OBJ_1(collect_misuse_obj, collect_misuse);

static const mp_rom_map_elem_t collect_table[] = {
    { MP_ROM_QSTR(MP_QSTR___name__), MP_ROM_QSTR(MP_QSTR_collect) },
    { MP_ROM_QSTR(MP_QSTR_at), MP_ROM_PTR(&collect_at_obj) },
    { MP_ROM_QSTR(MP_QSTR_left), MP_ROM_PTR(&collect_left_obj) },
    { MP_ROM_QSTR(MP_QSTR_misuse), MP_ROM_PTR(&collect_misuse_obj) },
};
static MP_DEFINE_CONST_DICT(collect_globals, collect_table);

const mp_obj_module_t collect_module = {
    .base = { &mp_type_module },
    .globals = (mp_obj_dict_t *)&collect_globals,
};
MP_REGISTER_MODULE(MP_QSTR_collect, collect_module);
