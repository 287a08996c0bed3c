// The module `failmem`: an allocator that fails on demand, and whose turn it was when it did.
//
//   fail_at(n, times, every)
//                      the n-th allocation from now on fails, and each `every`-th that follows, up to the `times`-th after
//                      it; FOREVER: until `off`, or for 20 ms, so that what waits for memory gets it in the end
//   off()              the end of that
//   counted()          allocations since `fail_at`
//   failed()           how many of them failed
//   raised()           how many of those raised MemoryError; others had another way out
//   blamed(i)          the coroutine of the task whose turn it was when MemoryError was raised for the i-th time, None
//                      outside of a task's turn. Of the first 16.
//
// None of them allocates.
#include "py/gc.h"
#include "py/mphal.h"
#include "py/runtime.h"
#include "uasyncio.h"
#include "uasyncio_port.h"

#define N_BLAMED (16)
#define FOREVER_MS (20)

enum { OFF, FOREVER = -1 };

static struct {
    mp_int_t next;
    mp_int_t times;
    mp_int_t every;
    mp_int_t counted;
    mp_int_t failed;
    mp_int_t raised;
    mp_uint_t since_ms;
} state;

// The coroutine of the task whose turn it is, and of those that are to blame.
MP_REGISTER_ROOT_POINTER(void *failmem_running);
MP_REGISTER_ROOT_POINTER(void *failmem_blamed[16]);

static bool fails(void) {
    if (state.next == OFF || ++state.counted < state.next || (state.counted - state.next) % state.every != 0) {
        return false;
    }
    if (state.times == FOREVER) {
        if (state.failed == 0) {
            state.since_ms = mp_hal_ticks_ms();
        } else if (mp_hal_ticks_ms() - state.since_ms > FOREVER_MS) {
            return false;
        }
    } else if (state.counted >= state.next + state.times) {
        return false;
    }
    state.failed++;
    return true;
}

void *__real_gc_alloc(size_t n_bytes, unsigned int flags);
void *__wrap_gc_alloc(size_t n_bytes, unsigned int flags) {
    return n_bytes != 0 && fails() ? NULL : __real_gc_alloc(n_bytes, flags);
}

// Without a larger block to be found, a block can still shrink.
void *__real_gc_realloc(void *block, size_t n_bytes, bool allow_move);
void *__wrap_gc_realloc(void *block, size_t n_bytes, bool allow_move) {
    size_t had = block == NULL ? 0 : gc_nbytes(block);
    return n_bytes > had && fails() ? NULL : __real_gc_realloc(block, n_bytes, allow_move);
}

NORETURN void __real_m_malloc_fail(size_t n_bytes);
NORETURN void __wrap_m_malloc_fail(size_t n_bytes) {
    if (state.raised < N_BLAMED) {
        MP_STATE_VM(failmem_blamed)[state.raised] = MP_STATE_VM(failmem_running);
    }
    state.raised++;
    __real_m_malloc_fail(n_bytes);
}

enum uasyncio_resumed __real_uasyncio_port_resume(uasyncio_obj_t coroutine, uasyncio_obj_t exception, uasyncio_obj_t *result);
enum uasyncio_resumed __wrap_uasyncio_port_resume(uasyncio_obj_t coroutine, uasyncio_obj_t exception, uasyncio_obj_t *result) {
    if (MP_STATE_VM(failmem_running) != NULL) {
        // Part of a task's turn.
        return __real_uasyncio_port_resume(coroutine, exception, result);
    }
    nlr_buf_t nlr;
    if (nlr_push(&nlr) == 0) {
        MP_STATE_VM(failmem_running) = coroutine;
        enum uasyncio_resumed resumed = __real_uasyncio_port_resume(coroutine, exception, result);
        MP_STATE_VM(failmem_running) = NULL;
        nlr_pop();
        return resumed;
    }
    MP_STATE_VM(failmem_running) = NULL;
    nlr_jump(nlr.ret_val);
}

// A loop within a task's turn has tasks of its own.
void __real_uasyncio_run_loop(struct uasyncio_run *run);
void __wrap_uasyncio_run_loop(struct uasyncio_run *run) {
    void *outer = MP_STATE_VM(failmem_running);
    MP_STATE_VM(failmem_running) = NULL;
    nlr_buf_t nlr;
    if (nlr_push(&nlr) == 0) {
        __real_uasyncio_run_loop(run);
        nlr_pop();
        MP_STATE_VM(failmem_running) = outer;
        return;
    }
    MP_STATE_VM(failmem_running) = outer;
    nlr_jump(nlr.ret_val);
}

static mp_obj_t failmem_fail_at(mp_obj_t n, mp_obj_t times, mp_obj_t every) {
    memset(MP_STATE_VM(failmem_blamed), 0, sizeof(MP_STATE_VM(failmem_blamed)));
    memset(&state, 0, sizeof(state));
    state.times = mp_obj_get_int(times);
    state.every = MAX(1, mp_obj_get_int(every));
    state.next = mp_obj_get_int(n);
    return mp_const_none;
}
static MP_DEFINE_CONST_FUN_OBJ_3(failmem_fail_at_obj, failmem_fail_at);

static mp_obj_t failmem_off(void) {
    state.next = OFF;
    return mp_const_none;
}
static MP_DEFINE_CONST_FUN_OBJ_0(failmem_off_obj, failmem_off);

static mp_obj_t failmem_counted(void) {
    return MP_OBJ_NEW_SMALL_INT(state.counted);
}
static MP_DEFINE_CONST_FUN_OBJ_0(failmem_counted_obj, failmem_counted);

static mp_obj_t failmem_failed(void) {
    return MP_OBJ_NEW_SMALL_INT(state.failed);
}
static MP_DEFINE_CONST_FUN_OBJ_0(failmem_failed_obj, failmem_failed);

static mp_obj_t failmem_raised(void) {
    return MP_OBJ_NEW_SMALL_INT(state.raised);
}
static MP_DEFINE_CONST_FUN_OBJ_0(failmem_raised_obj, failmem_raised);

static mp_obj_t failmem_blamed(mp_obj_t i) {
    mp_obj_t coroutine = MP_STATE_VM(failmem_blamed)[mp_obj_get_int(i) % N_BLAMED];
    return coroutine == MP_OBJ_NULL ? mp_const_none : coroutine;
}
static MP_DEFINE_CONST_FUN_OBJ_1(failmem_blamed_obj, failmem_blamed);

static const mp_rom_map_elem_t failmem_globals_table[] = {
    { MP_ROM_QSTR(MP_QSTR___name__), MP_ROM_QSTR(MP_QSTR_failmem) },
    { MP_ROM_QSTR(MP_QSTR_fail_at), MP_ROM_PTR(&failmem_fail_at_obj) },
    { MP_ROM_QSTR(MP_QSTR_off), MP_ROM_PTR(&failmem_off_obj) },
    { MP_ROM_QSTR(MP_QSTR_counted), MP_ROM_PTR(&failmem_counted_obj) },
    { MP_ROM_QSTR(MP_QSTR_failed), MP_ROM_PTR(&failmem_failed_obj) },
    { MP_ROM_QSTR(MP_QSTR_raised), MP_ROM_PTR(&failmem_raised_obj) },
    { MP_ROM_QSTR(MP_QSTR_blamed), MP_ROM_PTR(&failmem_blamed_obj) },
    { MP_ROM_QSTR(MP_QSTR_FOREVER), MP_ROM_INT(FOREVER) },
};
static MP_DEFINE_CONST_DICT(failmem_globals, failmem_globals_table);

const mp_obj_module_t failmem_module = {
    .base = { &mp_type_module },
    .globals = (mp_obj_dict_t *)&failmem_globals,
};

MP_REGISTER_MODULE(MP_QSTR_failmem, failmem_module);
