// The Python types of the primitives that upstream does not have: tables that name the library's functions.
#include "py/runtime.h"
#include "py/objexcept.h"
#include "function.h"
#include "primitives.h"
#include "types.h"

// The one argument of a constructor, by position or name.
#if UASYNCIO_SEMAPHORES || UASYNCIO_QUEUES || UASYNCIO_RINGBUF_QUEUES || UASYNCIO_CONDITIONS
static mp_obj_t argument(const mp_arg_t *allowed, size_t n_args, size_t n_kw, const mp_obj_t *args) {
    mp_arg_val_t value;
    mp_arg_parse_all_kw_array(n_args, n_kw, args, 1, allowed, &value);
    return value.u_obj;
}
#endif

// --- Semaphore, BoundedSemaphore -----------------------------------------------------------------------------------

#if UASYNCIO_SEMAPHORES
static const mp_arg_t semaphore_args[] = { UASYNCIO_OPTIONAL(MP_QSTR_value, MP_ROM_INT(1)) };

static mp_obj_t semaphore_make_new(const mp_obj_type_t *type, size_t n_args, size_t n_kw, const mp_obj_t *args) {
    mp_obj_t value = argument(semaphore_args, n_args, n_kw, args);
    return uasyncio_primitive_make(type, uasyncio_semaphore_new(value, type == &uasyncio_type_bounded_semaphore));
}

static UASYNCIO_AEXIT(semaphore_aexit);
static MP_DEFINE_CONST_FUN_OBJ_1(semaphore_locked_obj, uasyncio_semaphore_locked);
static MP_DEFINE_CONST_FUN_OBJ_1(semaphore_acquire_obj, uasyncio_semaphore_acquire);
static MP_DEFINE_CONST_FUN_OBJ_1(semaphore_release_obj, uasyncio_semaphore_release);

static const mp_rom_map_elem_t semaphore_table[] = {
    { MP_ROM_QSTR(MP_QSTR___aexit__), MP_ROM_PTR(&semaphore_aexit_obj) },
    { MP_ROM_QSTR(MP_QSTR___aenter__), MP_ROM_PTR(&semaphore_acquire_obj) },
    { MP_ROM_QSTR(MP_QSTR_acquire), MP_ROM_PTR(&semaphore_acquire_obj) },
    { MP_ROM_QSTR(MP_QSTR_release), MP_ROM_PTR(&semaphore_release_obj) },
    { MP_ROM_QSTR(MP_QSTR_locked), MP_ROM_PTR(&semaphore_locked_obj) },
    UASYNCIO_FREED
};

UASYNCIO_PRIMITIVE(semaphore, Semaphore, semaphore_make_new, uasyncio_primitive_attr, semaphore, );
UASYNCIO_PRIMITIVE(bounded_semaphore, BoundedSemaphore, semaphore_make_new, uasyncio_primitive_attr, semaphore, );
#endif

// --- Queue, LifoQueue, PriorityQueue -------------------------------------------------------------------------------

#if UASYNCIO_QUEUES
UASYNCIO_EXCEPTION(QueueEmpty, mp_type_Exception);
UASYNCIO_EXCEPTION(QueueFull, mp_type_Exception);
UASYNCIO_EXCEPTION(QueueShutDown, mp_type_Exception);

static const mp_arg_t queue_args[] = { UASYNCIO_OPTIONAL(MP_QSTR_maxsize, MP_ROM_INT(0)) };

static mp_obj_t queue_make_new(const mp_obj_type_t *type, size_t n_args, size_t n_kw, const mp_obj_t *args) {
    mp_obj_t maxsize = argument(queue_args, n_args, n_kw, args);
    int order = type == &uasyncio_type_queue ? 0 : type == &uasyncio_type_lifo_queue ? 1 : 2;
    return uasyncio_primitive_make(type, uasyncio_items_new(maxsize, order));
}

static void queue_attr(mp_obj_t self, qstr attr, mp_obj_t *dest) {
    if (attr == MP_QSTR_maxsize && dest[0] == MP_OBJ_NULL) {
        dest[0] = uasyncio_items_maxsize(self);
    } else {
        uasyncio_primitive_attr(self, attr, dest);
    }
}

// shutdown(immediate=False)
static mp_obj_t queue_shutdown(const mp_obj_t *args) {
    return uasyncio_items_shutdown(args[0], mp_obj_is_true(args[1]));
}
static const mp_arg_t shutdown_args[] = { UASYNCIO_OPTIONAL(MP_QSTR_immediate, MP_ROM_FALSE) };
static UASYNCIO_FUNCTION(queue_shutdown_obj, queue_shutdown, shutdown_args, true);

static MP_DEFINE_CONST_FUN_OBJ_1(queue_qsize_obj, uasyncio_items_qsize);
static MP_DEFINE_CONST_FUN_OBJ_1(queue_empty_obj, uasyncio_items_empty);
static MP_DEFINE_CONST_FUN_OBJ_1(queue_full_obj, uasyncio_items_full);
static MP_DEFINE_CONST_FUN_OBJ_1(queue_get_obj, uasyncio_items_get);
static MP_DEFINE_CONST_FUN_OBJ_1(queue_get_nowait_obj, uasyncio_items_get_nowait);
static MP_DEFINE_CONST_FUN_OBJ_2(queue_put_obj, uasyncio_items_put);
static MP_DEFINE_CONST_FUN_OBJ_2(queue_put_nowait_obj, uasyncio_items_put_nowait);
static MP_DEFINE_CONST_FUN_OBJ_1(queue_task_done_obj, uasyncio_items_task_done);
static MP_DEFINE_CONST_FUN_OBJ_1(queue_join_obj, uasyncio_items_join);

static const mp_rom_map_elem_t queue_table[] = {
    { MP_ROM_QSTR(MP_QSTR_get), MP_ROM_PTR(&queue_get_obj) },
    { MP_ROM_QSTR(MP_QSTR_put), MP_ROM_PTR(&queue_put_obj) },
    { MP_ROM_QSTR(MP_QSTR_get_nowait), MP_ROM_PTR(&queue_get_nowait_obj) },
    { MP_ROM_QSTR(MP_QSTR_put_nowait), MP_ROM_PTR(&queue_put_nowait_obj) },
    { MP_ROM_QSTR(MP_QSTR_qsize), MP_ROM_PTR(&queue_qsize_obj) },
    { MP_ROM_QSTR(MP_QSTR_empty), MP_ROM_PTR(&queue_empty_obj) },
    { MP_ROM_QSTR(MP_QSTR_full), MP_ROM_PTR(&queue_full_obj) },
    { MP_ROM_QSTR(MP_QSTR_task_done), MP_ROM_PTR(&queue_task_done_obj) },
    { MP_ROM_QSTR(MP_QSTR_join), MP_ROM_PTR(&queue_join_obj) },
    { MP_ROM_QSTR(MP_QSTR_shutdown), MP_ROM_PTR(&queue_shutdown_obj) },
    UASYNCIO_FREED
};

UASYNCIO_PRIMITIVE(queue, Queue, queue_make_new, queue_attr, queue, );
UASYNCIO_PRIMITIVE(lifo_queue, LifoQueue, queue_make_new, queue_attr, queue, );
UASYNCIO_PRIMITIVE(priority_queue, PriorityQueue, queue_make_new, queue_attr, queue, );
#endif

// --- RingbufQueue --------------------------------------------------------------------------------------------------

#if UASYNCIO_RINGBUF_QUEUES
static const mp_arg_t ringbuf_args[] = { UASYNCIO_REQUIRED(MP_QSTR_buffer) };

static mp_obj_t ringbuf_make_new(const mp_obj_type_t *type, size_t n_args, size_t n_kw, const mp_obj_t *args) {
    return uasyncio_primitive_make(type, uasyncio_ringbuf_new(argument(ringbuf_args, n_args, n_kw, args)));
}

static void ringbuf_attr(mp_obj_t self, qstr attr, mp_obj_t *dest) {
    if (attr == MP_QSTR_discards && dest[0] == MP_OBJ_NULL) {
        dest[0] = uasyncio_ringbuf_discards(self);
    } else {
        uasyncio_primitive_attr(self, attr, dest);
    }
}

static MP_DEFINE_CONST_FUN_OBJ_1(ringbuf_qsize_obj, uasyncio_ringbuf_qsize);
static MP_DEFINE_CONST_FUN_OBJ_1(ringbuf_empty_obj, uasyncio_ringbuf_empty);
static MP_DEFINE_CONST_FUN_OBJ_1(ringbuf_full_obj, uasyncio_ringbuf_full);
static MP_DEFINE_CONST_FUN_OBJ_1(ringbuf_get_obj, uasyncio_ringbuf_get);
static MP_DEFINE_CONST_FUN_OBJ_1(ringbuf_get_nowait_obj, uasyncio_ringbuf_get_nowait);
static MP_DEFINE_CONST_FUN_OBJ_1(ringbuf_peek_obj, uasyncio_ringbuf_peek);
static MP_DEFINE_CONST_FUN_OBJ_2(ringbuf_put_obj, uasyncio_ringbuf_put);
static MP_DEFINE_CONST_FUN_OBJ_2(ringbuf_put_nowait_obj, uasyncio_ringbuf_put_nowait);

static const mp_rom_map_elem_t ringbuf_queue_table[] = {
    { MP_ROM_QSTR(MP_QSTR_put_nowait), MP_ROM_PTR(&ringbuf_put_nowait_obj) },
    { MP_ROM_QSTR(MP_QSTR_get), MP_ROM_PTR(&ringbuf_get_obj) },
    { MP_ROM_QSTR(MP_QSTR___aiter__), MP_ROM_PTR(&mp_identity_obj) },
    { MP_ROM_QSTR(MP_QSTR___anext__), MP_ROM_PTR(&ringbuf_get_obj) },
    { MP_ROM_QSTR(MP_QSTR_get_nowait), MP_ROM_PTR(&ringbuf_get_nowait_obj) },
    { MP_ROM_QSTR(MP_QSTR_put), MP_ROM_PTR(&ringbuf_put_obj) },
    { MP_ROM_QSTR(MP_QSTR_peek), MP_ROM_PTR(&ringbuf_peek_obj) },
    { MP_ROM_QSTR(MP_QSTR_qsize), MP_ROM_PTR(&ringbuf_qsize_obj) },
    { MP_ROM_QSTR(MP_QSTR_empty), MP_ROM_PTR(&ringbuf_empty_obj) },
    { MP_ROM_QSTR(MP_QSTR_full), MP_ROM_PTR(&ringbuf_full_obj) },
    UASYNCIO_FREED
};

UASYNCIO_PRIMITIVE(ringbuf_queue, RingbufQueue, ringbuf_make_new, ringbuf_attr, ringbuf_queue, );
#endif

// --- Condition -----------------------------------------------------------------------------------------------------

#if UASYNCIO_CONDITIONS
static const mp_arg_t condition_args[] = { UASYNCIO_OPTIONAL(MP_QSTR_lock, MP_ROM_NONE) };

static mp_obj_t condition_make_new(const mp_obj_type_t *type, size_t n_args, size_t n_kw, const mp_obj_t *args) {
    mp_obj_t lock = argument(condition_args, n_args, n_kw, args);
    if (lock == mp_const_none) {
        lock = mp_call_function_0(MP_OBJ_FROM_PTR(&uasyncio_type_lock));
    }
    return uasyncio_primitive_make(type, uasyncio_condition_new(lock));
}

// notify(n=1)
static mp_obj_t condition_notify(const mp_obj_t *args) {
    return uasyncio_condition_notify(args[0], args[1]);
}
static const mp_arg_t notify_args[] = { UASYNCIO_OPTIONAL(MP_QSTR_n, MP_ROM_INT(1)) };
static UASYNCIO_FUNCTION(condition_notify_obj, condition_notify, notify_args, true);

static UASYNCIO_AEXIT(condition_aexit);
static MP_DEFINE_CONST_FUN_OBJ_1(condition_acquire_obj, uasyncio_condition_acquire);
static MP_DEFINE_CONST_FUN_OBJ_1(condition_release_obj, uasyncio_condition_release);
static MP_DEFINE_CONST_FUN_OBJ_1(condition_locked_obj, uasyncio_condition_locked);
static MP_DEFINE_CONST_FUN_OBJ_1(condition_wait_obj, uasyncio_condition_wait);
static MP_DEFINE_CONST_FUN_OBJ_2(condition_wait_for_obj, uasyncio_condition_wait_for);
static MP_DEFINE_CONST_FUN_OBJ_1(condition_notify_all_obj, uasyncio_condition_notify_all);

static const mp_rom_map_elem_t condition_table[] = {
    { MP_ROM_QSTR(MP_QSTR___aexit__), MP_ROM_PTR(&condition_aexit_obj) },
    { MP_ROM_QSTR(MP_QSTR___aenter__), MP_ROM_PTR(&condition_acquire_obj) },
    { MP_ROM_QSTR(MP_QSTR_acquire), MP_ROM_PTR(&condition_acquire_obj) },
    { MP_ROM_QSTR(MP_QSTR_release), MP_ROM_PTR(&condition_release_obj) },
    { MP_ROM_QSTR(MP_QSTR_locked), MP_ROM_PTR(&condition_locked_obj) },
    { MP_ROM_QSTR(MP_QSTR_wait), MP_ROM_PTR(&condition_wait_obj) },
    { MP_ROM_QSTR(MP_QSTR_wait_for), MP_ROM_PTR(&condition_wait_for_obj) },
    { MP_ROM_QSTR(MP_QSTR_notify), MP_ROM_PTR(&condition_notify_obj) },
    { MP_ROM_QSTR(MP_QSTR_notify_all), MP_ROM_PTR(&condition_notify_all_obj) },
    UASYNCIO_FREED
};

UASYNCIO_PRIMITIVE(condition, Condition, condition_make_new, uasyncio_primitive_attr, condition, );

// --- Barrier -------------------------------------------------------------------------------------------------------

UASYNCIO_EXCEPTION(BrokenBarrierError, mp_type_RuntimeError);

static const mp_arg_t barrier_args[] = { UASYNCIO_REQUIRED(MP_QSTR_parties) };

static mp_obj_t barrier_make_new(const mp_obj_type_t *type, size_t n_args, size_t n_kw, const mp_obj_t *args) {
    return uasyncio_primitive_make(type, uasyncio_barrier_new(argument(barrier_args, n_args, n_kw, args)));
}

static void barrier_attr(mp_obj_t self, qstr attr, mp_obj_t *dest) {
    if (dest[0] != MP_OBJ_NULL) {
        uasyncio_primitive_attr(self, attr, dest);
    } else if (attr == MP_QSTR_parties) {
        dest[0] = uasyncio_barrier_parties(self);
    } else if (attr == MP_QSTR_n_waiting) {
        dest[0] = uasyncio_barrier_n_waiting(self);
    } else if (attr == MP_QSTR_broken) {
        dest[0] = uasyncio_barrier_broken(self);
    } else {
        uasyncio_primitive_attr(self, attr, dest);
    }
}

static UASYNCIO_AEXIT(barrier_aexit);
static MP_DEFINE_CONST_FUN_OBJ_1(barrier_wait_obj, uasyncio_barrier_wait);
static MP_DEFINE_CONST_FUN_OBJ_1(barrier_reset_obj, uasyncio_barrier_reset);
static MP_DEFINE_CONST_FUN_OBJ_1(barrier_abort_obj, uasyncio_barrier_abort);

static const mp_rom_map_elem_t barrier_table[] = {
    { MP_ROM_QSTR(MP_QSTR___aexit__), MP_ROM_PTR(&barrier_aexit_obj) },
    { MP_ROM_QSTR(MP_QSTR___aenter__), MP_ROM_PTR(&barrier_wait_obj) },
    { MP_ROM_QSTR(MP_QSTR_wait), MP_ROM_PTR(&barrier_wait_obj) },
    { MP_ROM_QSTR(MP_QSTR_reset), MP_ROM_PTR(&barrier_reset_obj) },
    { MP_ROM_QSTR(MP_QSTR_abort), MP_ROM_PTR(&barrier_abort_obj) },
    UASYNCIO_FREED
};

UASYNCIO_PRIMITIVE(barrier, Barrier, barrier_make_new, barrier_attr, barrier, );
#endif
