// Exceptions, and raising them as MicroPython does: by a jump to the innermost guard.  The library is made to be jumped over.
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include "host.h"

struct exception cancelled_error = { { KIND_EXCEPTION_CLASS }, UASYNCIO_EXC_CANCELLED_ERROR, NULL };
// The machine's reserve: what is raised when there is no memory must not need any.
static struct exception memory_error = { { KIND_EXCEPTION }, UASYNCIO_EXC_MEMORY_ERROR, NULL };

struct guard {
    jmp_buf place;
    struct guard *outer;
};

static struct guard *innermost;
static uasyncio_obj_t raised;

uasyncio_obj_t uasyncio_port_catch(void (*function)(void *), void *data) {
    struct guard guard;
    guard.outer = innermost;
    innermost = &guard;
    raised = UASYNCIO_NULL;
    if (setjmp(guard.place) == 0) {
        function(data);
        raised = UASYNCIO_NULL;
    }
    innermost = guard.outer;
    return raised;
}

void uasyncio_port_raise(uasyncio_obj_t exception) {
    raised = uasyncio_port_make_exception(exception);
    if (innermost == NULL) {
        print_exception(raised);
        abort();
    }
    longjmp(innermost->place, 1);
}

uasyncio_obj_t uasyncio_port_exception(enum uasyncio_exception type, const char *message) {
    if (type == UASYNCIO_EXC_MEMORY_ERROR) {
        return &memory_error;
    }
    struct exception *exception = (struct exception *)allocate(sizeof(struct exception));
    exception->object.kind = KIND_EXCEPTION;
    exception->type = type;
    exception->message = message;
    return exception;
}

void raise_error(enum uasyncio_exception type, const char *message) {
    uasyncio_port_raise(uasyncio_port_exception(type, message));
}

uasyncio_obj_t uasyncio_port_make_exception(uasyncio_obj_t object) {
    switch (kind_of(object)) {
    case KIND_EXCEPTION:
        return object;
    case KIND_EXCEPTION_CLASS:
        return uasyncio_port_exception(((struct exception *)object)->type, NULL);
    default:
        return uasyncio_port_exception(UASYNCIO_EXC_TYPE_ERROR, "exceptions must derive from BaseException");
    }
}

// All are derived from Exception but those two, as in Python.
bool uasyncio_port_is_exception(uasyncio_obj_t object, enum uasyncio_exception type) {
    enum uasyncio_exception own = ((struct exception *)object)->type;
    return own == type
        || (type == UASYNCIO_EXC_EXCEPTION && own != UASYNCIO_EXC_CANCELLED_ERROR && own != UASYNCIO_EXC_GENERATOR_EXIT);
}

// There are no tracebacks to cut.
size_t uasyncio_port_cut_traceback(uasyncio_obj_t exception, size_t len) {
    (void)exception;
    (void)len;
    return 0;
}

void print_exception(uasyncio_obj_t object) {
    // In the order of `enum uasyncio_exception`.
    static const char *const classes[] = {
        "TypeError", "ValueError", "RuntimeError", "IndexError", "OverflowError", "EOFError", "OSError", "Exception",
        "GeneratorExit", "CancelledError", "TimeoutError", "MemoryError", "QueueEmpty", "QueueFull", "QueueShutDown",
        "BrokenBarrierError", "InvalidStateError",
    };
    struct exception *exception = (struct exception *)object;
    printf("%s: %s\n", classes[exception->type], exception->message != NULL ? exception->message : "");
}
