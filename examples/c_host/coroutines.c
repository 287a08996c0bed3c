// Coroutines in C: how the library resumes them, how they await, and the guard around the loop.
#include "host.h"

uasyncio_obj_t new_coroutine(void (*body)(struct coroutine *self), void *locals) {
    struct coroutine *self = (struct coroutine *)allocate(sizeof(struct coroutine));
    self->object.kind = KIND_COROUTINE;
    self->body = body;
    self->locals = locals;
    self->value = NONE;
    return self;
}

// The body returns after this.  It is called again, at that step, when what it awaits is over.
void await(struct coroutine *self, uasyncio_obj_t awaitable, int next_step) {
    self->awaited = awaitable;
    self->step = next_step;
}

void finish(struct coroutine *self, uasyncio_obj_t value) {
    self->value = value;
}

// --- Iterators -----------------------------------------------------------------------------------------------------

// An iterator that ends with another value than None returns as at any end, and leaves the value here.
static uasyncio_obj_t stop_value;

uasyncio_obj_t uasyncio_port_stop(uasyncio_obj_t value) {
    stop_value = value;
    return uasyncio_port_const.stop_iteration;
}

// It is for a callable that was stored in a task's `state`, and for who looks at its `data`.  Nobody here does either.
uasyncio_obj_t uasyncio_port_new_stop_iteration(uasyncio_obj_t value) {
    return value;
}

struct next {
    uasyncio_obj_t task;
    uasyncio_obj_t result;
};

static void next(void *data) {
    struct next *call = (struct next *)data;
    call->result = uasyncio_task_next(call->task);
}

// One step of an await of a task.
static enum uasyncio_resumed resume_task(uasyncio_obj_t task, uasyncio_obj_t exception, uasyncio_obj_t *result) {
    struct next call = { task, UASYNCIO_NULL };
    stop_value = NONE;
    // As in Python, an exception is not for the task that is waited for, but for who waits.
    *result = exception != UASYNCIO_NULL ? uasyncio_port_make_exception(exception) : uasyncio_port_catch(next, &call);
    if (*result != UASYNCIO_NULL) {
        return UASYNCIO_RAISED;
    }
    if (call.result != uasyncio_port_const.stop_iteration) {
        return UASYNCIO_YIELDED;
    }
    *result = stop_value;
    return UASYNCIO_RETURNED;
}

// --- Resuming ------------------------------------------------------------------------------------------------------

static void call_body(void *data) {
    struct coroutine *self = (struct coroutine *)data;
    self->body(self);
}

static enum uasyncio_resumed resume_coroutine(struct coroutine *self, uasyncio_obj_t exception, uasyncio_obj_t *result) {
    if (self->awaited == UASYNCIO_NULL && exception != UASYNCIO_NULL) {
        // It has not begun, and never will.
        *result = uasyncio_port_make_exception(exception);
        return UASYNCIO_RAISED;
    }
    for (;;) {
        self->caught = UASYNCIO_NULL;
        if (self->awaited != UASYNCIO_NULL) {
            enum uasyncio_resumed how = uasyncio_port_resume(self->awaited, exception, result);
            exception = UASYNCIO_NULL;
            if (how == UASYNCIO_YIELDED || (how == UASYNCIO_RAISED && !self->catches)) {
                return how;
            }
            if (how == UASYNCIO_RAISED) {
                self->caught = *result;
            } else {
                self->value = *result;
            }
            self->awaited = UASYNCIO_NULL;
        }
        *result = uasyncio_port_catch(call_body, self);
        if (*result != UASYNCIO_NULL) {
            return UASYNCIO_RAISED;
        }
        if (self->awaited == UASYNCIO_NULL) {
            *result = self->value;
            return UASYNCIO_RETURNED;
        }
    }
}

enum uasyncio_resumed uasyncio_port_resume(uasyncio_obj_t awaitable, uasyncio_obj_t exception, uasyncio_obj_t *result) {
    if (kind_of(awaitable) == KIND_COROUTINE) {
        return resume_coroutine((struct coroutine *)awaitable, exception, result);
    }
    switch (uasyncio_port_type(awaitable)) {
    case UASYNCIO_TYPE_TASK:
        return resume_task(awaitable, exception, result);
    case UASYNCIO_TYPE_SLEEP:
    case UASYNCIO_TYPE_WAITER:
    case UASYNCIO_TYPE_COROUTINE:
        return (enum uasyncio_resumed)uasyncio_resume(awaitable, exception, result);
    default:
        raise_error(UASYNCIO_EXC_TYPE_ERROR, "object can't be awaited");
    }
}

bool uasyncio_port_is_coroutine(uasyncio_obj_t object) {
    enum uasyncio_type type = uasyncio_port_type(object);
    return kind_of(object) == KIND_COROUTINE || type == UASYNCIO_TYPE_SLEEP || type == UASYNCIO_TYPE_WAITER
        || type == UASYNCIO_TYPE_COROUTINE;
}

// --- Running -------------------------------------------------------------------------------------------------------

static void run_loop(void *data) {
    uasyncio_run_loop((uasyncio_run *)data);
}

// asyncio.run(coroutine): its value, or the exception that ended it.  What unwinds is given back to the loop, as the exception
// of the task that ran.
uasyncio_obj_t run(uasyncio_obj_t coroutine, bool *raised) {
    uasyncio_run loop;
    uasyncio_run_begin(&loop, coroutine);
    do {
        loop.caught = uasyncio_port_catch(run_loop, &loop);
    } while (loop.caught != UASYNCIO_NULL);
    *raised = loop.raised;
    return loop.result;
}
