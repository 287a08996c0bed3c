// What the uasyncio library needs from its host, the MicroPython virtual machine.
//
// The library (libuasyncio.a) knows no MicroPython header, object layout or version: a Python object is one opaque
// word, and everything it wants to know or do goes through the functions below.  micropython-port/ implements them for
// MicroPython, tests/host/ for the tests that run without it, examples/c_host/ as far as a small host in C needs them, and
// bindgen reads this file to make the Rust side.
//
// Words used for each function:
//   raises      how it fails: it leaves by longjmp, over the caller.  The library's frames own nothing, so that they can
//               be jumped over; it keeps its data consistent before each such call.  "By value": it returns the exception
//               object and leaves its result alone, or returns UASYNCIO_NULL for success.
//   runs Python whether it may run Python code, which may re-enter the library.
//   IRQ         whether it may be called from an interrupt handler or another thread.
// Unless a function says otherwise it raises nothing, runs no Python code and may not be called from an IRQ.
//
// Enumerations are passed by value only: their size in memory is the C compiler's choice (-fshort-enums).
#ifndef UASYNCIO_PORT_H
#define UASYNCIO_PORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// The version of the interface that this header is of.  uasyncio.h has its own and compares them; the archive has it in the
// name of a function.
#define UASYNCIO_PORT_INTERFACE 1

// A Python object, as MicroPython's mp_obj_t: immediate or pointer.
typedef void *uasyncio_obj_t;
#define UASYNCIO_NULL ((uasyncio_obj_t)0)

// The types whose instances the library owns.  An instance begins with words that belong to the host: its type and, of those
// to which a program may give attributes (STREAM, SERVER, and the primitives: what uasyncio_primitive_new made), a second one for
// these.  A primitive is none of these types to uasyncio_port_type; whoever has it made says of which class it is, before anything else is done.
enum uasyncio_type {
    UASYNCIO_TYPE_OTHER, // not one of ours
    UASYNCIO_TYPE_TASK,
    UASYNCIO_TYPE_TASK_QUEUE,
    UASYNCIO_TYPE_IO_QUEUE,
    UASYNCIO_TYPE_SLEEP, // the shared awaitable of sleep and sleep_ms
    UASYNCIO_TYPE_WAITER, // the shared awaitable of a primitive
    UASYNCIO_TYPE_COROUTINE, // a Rust future
    UASYNCIO_TYPE_OBSERVER, // what is told when a task ends
    UASYNCIO_TYPE_STREAM,
    UASYNCIO_TYPE_SERVER,
    UASYNCIO_TYPE_TIMEOUT,
    UASYNCIO_TYPE_TASK_GROUP,
    UASYNCIO_TYPE_PRIMITIVE, // for uasyncio_port_new alone
    UASYNCIO_TYPE_FUTURE, // told apart by the library itself: uasyncio_port_type and _native take it for a TASK
};

// Exception classes that the library creates or asks about.
enum uasyncio_exception {
    UASYNCIO_EXC_TYPE_ERROR,
    UASYNCIO_EXC_VALUE_ERROR,
    UASYNCIO_EXC_RUNTIME_ERROR,
    UASYNCIO_EXC_INDEX_ERROR,
    UASYNCIO_EXC_OVERFLOW_ERROR,
    UASYNCIO_EXC_EOF_ERROR,
    UASYNCIO_EXC_OS_ERROR,
    UASYNCIO_EXC_EXCEPTION,
    UASYNCIO_EXC_GENERATOR_EXIT,
    UASYNCIO_EXC_CANCELLED_ERROR, // asyncio.CancelledError
    UASYNCIO_EXC_TIMEOUT_ERROR, // asyncio.TimeoutError
    UASYNCIO_EXC_MEMORY_ERROR,
    UASYNCIO_EXC_QUEUE_EMPTY, // asyncio.QueueEmpty; so the next ones
    UASYNCIO_EXC_QUEUE_FULL,
    UASYNCIO_EXC_QUEUE_SHUT_DOWN,
    UASYNCIO_EXC_BROKEN_BARRIER_ERROR,
    UASYNCIO_EXC_INVALID_STATE_ERROR,
    UASYNCIO_EXC_STOP_ITERATION,
};

// Names of modules, attributes and keyword arguments that the library uses on Python objects.
enum uasyncio_name {
    UASYNCIO_NAME_REMOVE,
    UASYNCIO_NAME_DRAIN,
    UASYNCIO_NAME_WAIT_CLOSED,
    UASYNCIO_NAME_READ,
    UASYNCIO_NAME_READINTO,
    UASYNCIO_NAME_READLINE,
    UASYNCIO_NAME_WRITE,
    UASYNCIO_NAME_CLOSE,
    UASYNCIO_NAME_SOCKET,
    UASYNCIO_NAME_GETADDRINFO,
    UASYNCIO_NAME_SOCK_STREAM,
    UASYNCIO_NAME_SOL_SOCKET,
    UASYNCIO_NAME_SO_REUSEADDR,
    UASYNCIO_NAME_SETBLOCKING,
    UASYNCIO_NAME_SETSOCKOPT,
    UASYNCIO_NAME_CONNECT,
    UASYNCIO_NAME_BIND,
    UASYNCIO_NAME_LISTEN,
    UASYNCIO_NAME_ACCEPT,
    UASYNCIO_NAME_SSL,
    UASYNCIO_NAME_SSL_CONTEXT,
    UASYNCIO_NAME_PROTOCOL_TLS_CLIENT,
    UASYNCIO_NAME_WRAP_SOCKET,
    UASYNCIO_NAME_SERVER_SIDE,
    UASYNCIO_NAME_SERVER_HOSTNAME,
    UASYNCIO_NAME_DO_HANDSHAKE_ON_CONNECT,
    UASYNCIO_NAME_PEERNAME,
    // The exception handler's context, in this order.
    UASYNCIO_NAME_MESSAGE,
    UASYNCIO_NAME_EXCEPTION,
    UASYNCIO_NAME_FUTURE,
    UASYNCIO_NAME_CORO,
    // Of the class Loop.
    UASYNCIO_NAME_EXC_HANDLER,
    UASYNCIO_NAME_CALL_EXCEPTION_HANDLER,
    UASYNCIO_NAME_DEFAULT_EXCEPTION_HANDLER,
    // Names of `core` that the library itself looks up: uasyncio_live.  The first one is in the host's table, too.
    UASYNCIO_NAME_CREATE_TASK,
    UASYNCIO_NAME_CUR_TASK,
    UASYNCIO_NAME_STOP_TASK,
    UASYNCIO_NAME_TASK_QUEUE,
    UASYNCIO_NAME_IO_QUEUE,
    UASYNCIO_NAME_EXC_CONTEXT,
    // Of the lock of a Condition, and of a class derived from Lock.
    UASYNCIO_NAME_ACQUIRE,
    UASYNCIO_NAME_RELEASE,
    UASYNCIO_NAME_LOCKED,
    // Of a set and of a list.
    UASYNCIO_NAME_ADD,
    UASYNCIO_NAME_APPEND,
};

// Constants of the running virtual machine.
struct uasyncio_port_const {
    uasyncio_obj_t none;
    uasyncio_obj_t false_;
    uasyncio_obj_t true_;
    // What an iterator returns to say that it is finished.
    uasyncio_obj_t stop_iteration;
    // b"".
    uasyncio_obj_t empty_bytes;
    // The classes CancelledError and Loop.
    uasyncio_obj_t cancelled_error;
    uasyncio_obj_t loop_class;
    // time.ticks_ms() wraps after this value, a power of two minus one.
    size_t ticks_mask;
    // How often to ask the streams of UASYNCIO_WATCH_POLL while nothing else is to do, in milliseconds; SIZE_MAX where
    // whatever makes such a stream ready also ends uasyncio_port_wait.
    size_t poll_period;
    // The library's state: UASYNCIO_STATE_WORDS words, aligned as a pointer, scanned by the garbage collector, zero when
    // the virtual machine starts.  It holds Python objects of type TaskQueue and IOQueue, which never move.
    void *state;
    // OSError.errno of a connection under way.
    int einprogress;
    // Room for `n_calls` calls that call_soon_threadsafe has taken and the loop has not yet made: UASYNCIO_CALLS_WORDS words and
    // two more for each, aligned, scanned and zero as the state.  NULL without that function.
    void *calls;
    size_t n_calls;
    // Whether the library is told of each primitive and each future that is about to be freed: without that there is no all_tasks.
    // 1 or 0.  A word, as all of these are: in the ESP8266's flash, where constants lie, nothing smaller can be read.
    size_t tells_what_is_freed;
    // What makes an asyncio.IncompleteReadError of the bytes that were read and the number that was asked for, or raises MemoryError;
    // UASYNCIO_NULL to raise an EOFError instead.
    uasyncio_obj_t incomplete_read_error;
};
extern const struct uasyncio_port_const uasyncio_port_const;


// --- Objects -------------------------------------------------------------------------------------------------------

// Allocates an instance: `size` bytes, all zero but the host's first word; that is zero, too, of UASYNCIO_TYPE_OTHER, and anything the host likes
// of _PRIMITIVE: of most of these it is told of which class they are, of some never.
// The garbage collector scans all of it.  Before it frees one of UASYNCIO_TYPE_PRIMITIVE or _FUTURE the host calls uasyncio_freed, if it
// has said so by `tells_what_is_freed`.
// Raises: MemoryError.  Allocates.  Runs Python: finalisers of what the collector frees.
void *uasyncio_port_new(enum uasyncio_type type, size_t size);

// Sets the host's word of an object that lies in the library's state.
void uasyncio_port_init(void *object, enum uasyncio_type type);

// Which of our types the object is an instance of; instances of Python subclasses are UASYNCIO_TYPE_OTHER.
enum uasyncio_type uasyncio_port_type(uasyncio_obj_t object);

// The instance of our type that `object` is, or that the Python subclass instance `object` is built on, else NULL.
void *uasyncio_port_native(uasyncio_obj_t object, enum uasyncio_type type);

// A Python int.  Allocates if it is no small int (31 bits, 63 on a 64-bit machine).  Raises: MemoryError.
uasyncio_obj_t uasyncio_port_int(intptr_t value);

// The value of a Python int.  Raises: TypeError, OverflowError.
intptr_t uasyncio_port_get_int(uasyncio_obj_t object);

// int(object * 1000).  Raises: TypeError, OverflowError.
intptr_t uasyncio_port_get_milliseconds(uasyncio_obj_t seconds);

// bool(object).  Raises: what __bool__ raises.  Runs Python.
bool uasyncio_port_is_true(uasyncio_obj_t object);

// Whether storing an item in the object, and loading one, runs no Python: a list, an array or a bytearray.
bool uasyncio_port_is_plain_sequence(uasyncio_obj_t object);

// bool(a < b).  Raises: TypeError, and what __lt__ raises.  Runs Python.
bool uasyncio_port_is_less(uasyncio_obj_t a, uasyncio_obj_t b);

// A name as a str object.
uasyncio_obj_t uasyncio_port_name(enum uasyncio_name name);

// --- Python code ---------------------------------------------------------------------------------------------------

// Calls run(data).  Raises by value: what that raises.
uasyncio_obj_t uasyncio_port_catch(void (*run)(void *), void *data);

// How a coroutine stopped.
enum uasyncio_resumed {
    UASYNCIO_RETURNED, // *result is its value
    UASYNCIO_YIELDED, // *result is what it yielded
    UASYNCIO_RAISED, // *result is the exception
};

// Runs a coroutine to its next yield, by its `send` with None, or by its `throw` with `exception` unless that is UASYNCIO_NULL.
// The coroutine's own exceptions are a result.  Raises: in rare cases (the C stack is exhausted, the generator is already
// executing); uasyncio_run_loop's caller catches.  Runs Python.
enum uasyncio_resumed uasyncio_port_resume(uasyncio_obj_t coroutine, uasyncio_obj_t exception, uasyncio_obj_t *result);

// Whether an object can be a task's coroutine: a generator, one of our awaitables or anything with a `send` method.  Runs
// Python (__getattr__).
bool uasyncio_port_is_coroutine(uasyncio_obj_t object);

// function(*args).  Raises.  Runs Python.
uasyncio_obj_t uasyncio_port_call(uasyncio_obj_t function, size_t n_args, const uasyncio_obj_t *args);

// object.name(*args, **kw): the lowest byte of n tells how many args there are, the next one how many pairs of a name and
// an object follow them.  Raises.  Runs Python.
uasyncio_obj_t uasyncio_port_call_method(uasyncio_obj_t object, enum uasyncio_name name, size_t n,
    const uasyncio_obj_t *args);

// The same.  Raises by value.
uasyncio_obj_t uasyncio_port_try_method(uasyncio_obj_t object, enum uasyncio_name name, size_t n,
    const uasyncio_obj_t *args, uasyncio_obj_t *result);

// hasattr(object, name) without raising.  Runs Python (__getattr__).
bool uasyncio_port_has(uasyncio_obj_t object, enum uasyncio_name name);

// callable(object).
bool uasyncio_port_is_callable(uasyncio_obj_t object);

// object.name.  Raises: AttributeError.  Runs Python (__getattr__).
uasyncio_obj_t uasyncio_port_attr(uasyncio_obj_t object, enum uasyncio_name name);

// object.name = value.  Raises: AttributeError, MemoryError.  Runs Python (__setattr__).  Allocates.
void uasyncio_port_set_attr(uasyncio_obj_t object, enum uasyncio_name name, uasyncio_obj_t value);

// __import__(name).  Raises: ImportError.  Runs Python.  Allocates.
uasyncio_obj_t uasyncio_port_import(enum uasyncio_name name);

// object[index], of a list or tuple.  Raises: IndexError, TypeError.  Runs Python.
uasyncio_obj_t uasyncio_port_at(uasyncio_obj_t object, size_t index);

// object[index].  Raises: IndexError, KeyError, TypeError.  Runs Python.
uasyncio_obj_t uasyncio_port_item(uasyncio_obj_t object, uasyncio_obj_t index);

// object[index] = value.  Raises: IndexError, TypeError, MemoryError.  Runs Python.
void uasyncio_port_set_item(uasyncio_obj_t object, uasyncio_obj_t index, uasyncio_obj_t value);

// --- Containers and bytes ------------------------------------------------------------------------------------------

// A new list of n objects.  Raises: MemoryError.  Allocates.
uasyncio_obj_t uasyncio_port_new_list(size_t n, const uasyncio_obj_t *items);

// The items of a list made by uasyncio_port_new_list.
uasyncio_obj_t *uasyncio_port_list_items(uasyncio_obj_t list, size_t *n);

// A new str of static text.  Raises: MemoryError.  Allocates.
uasyncio_obj_t uasyncio_port_text(const char *text);

// A new pair (a, b).  Raises: MemoryError.  Allocates.
uasyncio_obj_t uasyncio_port_new_pair(uasyncio_obj_t a, uasyncio_obj_t b);

// A new dict of n values, whose keys are the names from `first` on, in the order above.  Raises: MemoryError.  Allocates.
uasyncio_obj_t uasyncio_port_new_dict(enum uasyncio_name first, size_t n, const uasyncio_obj_t *values);

// Adds to a dict made by uasyncio_port_new_dict, at id(stream), that a task waits for the stream: a list of the task that reads,
// the one that writes and the stream, with None for a task that is not there.  If there is a task at that place the other
// one is meant.  Raises: MemoryError.  Allocates.
void uasyncio_port_add_waiter(uasyncio_obj_t map, uasyncio_obj_t stream, bool writes, uasyncio_obj_t task);

// The number of bytes of what has bytes (bytes, bytearray, str, array ...), else len(object).  Raises: TypeError, also for a
// __len__ that gives no length.  Runs Python (__len__).
size_t uasyncio_port_len(uasyncio_obj_t object);

// a + b, which is of the type of a.  Allocates.  Raises: TypeError, MemoryError.
uasyncio_obj_t uasyncio_port_concat(uasyncio_obj_t a, uasyncio_obj_t b);

// memoryview(object)[from:from + size], up to the end if size is -1.  Raises: TypeError, MemoryError.  Allocates.
uasyncio_obj_t uasyncio_port_view(uasyncio_obj_t object, intptr_t from, intptr_t size);

// A new bytearray of `size` bytes, with anything in it.  Raises: MemoryError.  Allocates.
uasyncio_obj_t uasyncio_port_new_buffer(size_t size);

// Copies `size` bytes of `from`, from the one at `skip` on, into `to` at `at`.  Raises: TypeError, if they have no bytes or not
// as many.
void uasyncio_port_copy(uasyncio_obj_t to, size_t at, uasyncio_obj_t from, size_t skip, size_t size);

// Whether the last element of a bytes or str is '\n'.
bool uasyncio_port_ends_line(uasyncio_obj_t object);

// --- Exceptions ----------------------------------------------------------------------------------------------------

// A new exception; `message` is NULL for none, else static text.  Allocates, falling back on the host's reserve.
uasyncio_obj_t uasyncio_port_exception(enum uasyncio_exception type, const char *message);

// StopIteration(value), as a completed task's `data`.  Allocates, falling back on the host's reserve.
uasyncio_obj_t uasyncio_port_new_stop_iteration(uasyncio_obj_t value);

// Whether an exception, or exception class, is of the given class.
bool uasyncio_port_is_exception(uasyncio_obj_t exception, enum uasyncio_exception type);

// The exception that `raise object` raises: an instance for a class, TypeError for what is no exception.
uasyncio_obj_t uasyncio_port_make_exception(uasyncio_obj_t object);

// An OSError's errno, 0 for any other exception.
int uasyncio_port_errno(uasyncio_obj_t exception);

// Cuts an exception's traceback to at most `len` words, so that raising it again and again does not make it longer.  Returns
// how long it is then: 0 for what is no exception.
size_t uasyncio_port_cut_traceback(uasyncio_obj_t exception, size_t len);

// Raises, always.
#ifdef __GNUC__
__attribute__((noreturn))
#endif
void uasyncio_port_raise(uasyncio_obj_t exception);

// Ends an iterator with a value: what its `iternext` returns.
uasyncio_obj_t uasyncio_port_stop(uasyncio_obj_t value);

// --- Standard error ------------------------------------------------------------------------------------------------

// Prints text, an object as str(), an exception with its traceback to sys.stderr.
// Raises: what sys.stderr raises.  Runs Python (__str__).
void uasyncio_port_print(const char *text);
void uasyncio_port_print_object(uasyncio_obj_t object);
void uasyncio_port_print_exception(uasyncio_obj_t exception);

// --- Time and waiting ----------------------------------------------------------------------------------------------

// time.ticks_ms(): milliseconds, wrapping after uasyncio_port_const.ticks_mask.  IRQ: yes.
size_t uasyncio_port_ticks_ms(void);

// Events of a stream, as MicroPython's MP_STREAM_POLL_*.
#define UASYNCIO_POLL_READ 1
#define UASYNCIO_POLL_WRITE 4
#define UASYNCIO_POLL_NVAL 32

// time.ticks_us(), without a wrap: microseconds, modulo the size of a word.  Wanted by monitor alone.
size_t uasyncio_port_ticks_us(void);

// Reports that a task kept the loop for so many microseconds, longer than slow_slice_ms says.  Wanted by monitor alone.  Raises: what
// sys.stderr raises, MemoryError.  Runs Python.  Allocates.
void uasyncio_port_slow_slice(uasyncio_obj_t task, size_t us);

// How the host can tell that a stream is ready.
enum uasyncio_watch {
    // It must be asked: call uasyncio_port_poll once a round.
    UASYNCIO_WATCH_POLL,
    // uasyncio_port_wait reports it, once; if it was closed meanwhile, within a second or so.
    UASYNCIO_WATCH_EVENT,
    // It is always ready.
    UASYNCIO_WATCH_READY,
};

// The library gets hold of a stream, until it lets go of it: what the host remembers of the object at this address need not
// be true of it, unless somebody waits for it.  Called before the stream is watched; who holds it himself and calls this
// each time only loses speed.
void uasyncio_port_adopt(uasyncio_obj_t stream);

// Starts to wait for one event of a stream, UASYNCIO_POLL_READ or _WRITE, for a task.  With UASYNCIO_WATCH_EVENT the host
// calls uasyncio_report with that task when the stream is ready for it, or has failed.  May call uasyncio_report for
// another task.  Raises: OSError, when the object is no stream.  Runs Python (ioctl).
enum uasyncio_watch uasyncio_port_watch(uasyncio_obj_t stream, unsigned event, uasyncio_obj_t task);

// Nothing is reported for the task any more, if anything was to be.
void uasyncio_port_unwatch(uasyncio_obj_t stream, uasyncio_obj_t task);

// Asks a stream whether it is ready for one event, UASYNCIO_POLL_READ or _WRITE: *ready is what it is ready for, which may be
// more or something else, and further bits if it has failed.  Raises by value: OSError.  Runs Python (ioctl).
uasyncio_obj_t uasyncio_port_poll(uasyncio_obj_t stream, unsigned event, unsigned *ready);

// Waits until `timeout` milliseconds have passed (SIZE_MAX: for ever), a watched stream is ready, uasyncio_port_wake was called
// or there is something else to look at; may return early.  Calls uasyncio_report for each task whose stream is ready.  With
// timeout 0 it only looks.  Handles what the virtual machine has pending.  Raises: a pending exception such as
// KeyboardInterrupt, OSError.  Runs Python (scheduled callbacks).
void uasyncio_port_wait(size_t timeout);

// Whether the caller interrupts the loop, or runs beside it in another thread: then it may change nothing of the loop's.
// IRQ: yes.
bool uasyncio_port_is_outside(void);

// Ends a uasyncio_port_wait that is under way, or the next one.  IRQ: yes.
void uasyncio_port_wake(void);

// A critical section: no interrupt handler and no other thread runs until it is left.  Nests.  IRQ: yes.
uint32_t uasyncio_port_critical_enter(void);
void uasyncio_port_critical_exit(uint32_t state);

#ifdef __cplusplus
}
#endif

#endif // UASYNCIO_PORT_H
