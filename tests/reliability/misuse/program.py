# Calls everything that asyncio has with everything but what it is made for, and stores that in every attribute.
# Without arguments it lists its parts; else it takes one. It says which call takes all memory; a crash or a hang says itself.
import asyncio, gc, io, sys


class Raises:
    def fail(self, *args):
        raise ArithmeticError

    __eq__ = __lt__ = __hash__ = __iter__ = __len__ = __bool__ = __call__ = remove = fail


class RaisesNext:
    def __iter__(self):
        return self

    def fail(self, *args):
        raise ArithmeticError

    __next__ = send = throw = fail


class Plain:
    pass


class Stream(io.IOBase):
    # As a stream should be; it always has something.
    def write(self, data):
        return len(data)

    def read(self, n=-1):
        return b"abc\n"

    def readline(self):
        return b"abc\n"

    def readinto(self, buffer):
        return 1

    def close(self):
        pass

    def ioctl(self, request, argument):
        return argument & 5 if request == 3 else 0


async def value():
    return 7


async def fails():
    raise ValueError


async def takes_long():
    await asyncio.sleep_ms(20)


def function(*args):
    return 9


def function_fails(*args):
    raise ValueError


# Each is made anew for each call. The first ones are tried in pairs, too.
PAIRED = 18
ODD = [
    lambda: None,
    lambda: 0,
    lambda: -1,
    lambda: 1 << 70,
    lambda: float("nan"),
    lambda: "x",
    lambda: bytearray(4),
    lambda: [1, 2, 3],
    Plain,
    lambda: function,
    value,
    lambda: asyncio.create_task(takes_long()),
    Raises,
    RaisesNext,
    lambda: ValueError(),
    asyncio.Event,
    asyncio.Future,
    lambda: Plain,
    lambda: True,
    lambda: 3,
    lambda: 1 << 31,
    lambda: -(1 << 70),
    lambda: 0.0015,
    lambda: float("inf"),
    lambda: b"xy",
    lambda: (),
    lambda: {},
    object,
    lambda: function_fails,
    lambda: value,
    fails,
    takes_long,
    asyncio.Lock,
    lambda: ValueError,
    lambda: SystemExit(1),
    lambda: StopIteration(1),
    lambda: asyncio.CancelledError("x"),
    lambda: asyncio,
    lambda: asyncio.sleep(0),
    lambda: asyncio.gather(value(), takes_long()),
    asyncio.Queue,
    lambda: asyncio.core._task_queue,
]

loop = asyncio.get_event_loop()
INSTANCES = {
    "Event": asyncio.Event,
    "Lock": asyncio.Lock,
    "ThreadSafeFlag": asyncio.ThreadSafeFlag,
    "Task": lambda: asyncio.create_task(takes_long()),
    "Loop": lambda: loop,
    "TaskQueue": asyncio.core.TaskQueue,
    "IOQueue": asyncio.core.IOQueue,
    "Stream": lambda: asyncio.StreamReader(Stream()),
    "Server": asyncio.Server,
    "Queue": lambda: asyncio.Queue(1),
    "PriorityQueue": asyncio.PriorityQueue,
    "RingbufQueue": lambda: asyncio.RingbufQueue([0, 0]),
    "Semaphore": asyncio.Semaphore,
    "BoundedSemaphore": asyncio.BoundedSemaphore,
    "Condition": asyncio.Condition,
    "Barrier": lambda: asyncio.Barrier(2),
    "Future": asyncio.Future,
    "timeout": lambda: asyncio.timeout(0.01),
    "TaskGroup": asyncio.TaskGroup,
    "Runner": asyncio.Runner,
    "Handle": lambda: loop.call_soon(function),
    "TimerHandle": lambda: loop.call_later(0.01, function),
    "as_completed": lambda: asyncio.as_completed([value(), takes_long()]),
    "sleep": lambda: asyncio.sleep_ms(1),
    "wait": lambda: asyncio.Event().wait(),
    "get": lambda: asyncio.Queue().get(),
    "gather": lambda: asyncio.gather(value()),
    "shield": lambda: asyncio.shield(takes_long()),
    "wait_for": lambda: asyncio.wait_for_ms(takes_long(), 1),
}
KEYWORDS = ("timeout", "return_when", "return_exceptions", "name", "loop", "maxsize", "value", "limit", "debug", "msg")
# These wait for what never comes, as they should: a loop for a future, a task for itself. The collector calls __del__; and on unix
# a collection while another thread runs is MicroPython's own affair.
LEFT_OUT = ("run_forever", "run_until_complete", "current_task", "cur_task", "__del__", "to_thread", "run_in_executor")
# What a program may know of, and what it may not.
ATTRIBUTES = ("state", "data", "ph_key", "coro", "s", "e", "out_buf", "limit", "task", "waiting", "map", "poller", "maxsize", "other")
OPERATIONS = (
    hash, repr, len, bool, iter, next, dir, lambda x: x[0], lambda x: x + 1, lambda x: x == 1, lambda x: x < x, lambda x: -x,
    lambda x: x(), lambda x: x in [x],
)  # fmt: skip
n_calls = 0


async def use(get, *args, **keywords):
    # Calls it, and awaits what comes.
    global n_calls
    n_calls += 1
    try:
        result = get()(*args, **keywords)
        if hasattr(result, "send"):

            async def awaits():
                return await result

            await asyncio.wait_for_ms(awaits(), 2)
    except MemoryError:
        print("MemoryError", get(), args, keywords)
    except BaseException:
        pass


def run(coro):
    # A task that is left, or a callback, may end the loop by the exception that it was given.
    try:
        asyncio.run(coro)
    except MemoryError:
        raise
    except BaseException:
        pass
    asyncio.new_event_loop()
    loop.set_exception_handler(lambda loop, context: None)


async def arguments(get):
    await use(get)
    for make in ODD:
        await use(get, make())
        await use(get, value(), make())
        await use(get, [value()], make())
        await use(get, make(), function, 0)
    for i in range(PAIRED):
        for j in range(PAIRED):
            await use(get, ODD[i](), ODD[j]())
        for keyword in KEYWORDS:
            await use(get, **{keyword: ODD[i]()})
            await use(get, value(), **{keyword: ODD[i]()})


async def attribute(make, name, odd):
    instance = make()
    try:
        setattr(instance, name, odd())
    except Exception:
        pass
    for method in dir(instance):
        if method not in LEFT_OUT and callable(getattr(instance, method, None)):
            await use(lambda: getattr(instance, method))
            await use(lambda: getattr(instance, method), 1)
    for operation in OPERATIONS:
        await use(lambda: operation, instance)
    await use(lambda: delattr, instance, name)
    gc.collect()


def part(name):
    if hasattr(asyncio, name):
        run(arguments(lambda: getattr(asyncio, name)))
    make = INSTANCES.get(name)
    if not make:
        return
    names = []

    async def look():
        names.extend(dir(make()))

    run(look())
    for method in names:
        if method not in LEFT_OUT:
            run(arguments(lambda: getattr(make(), method)))
    for stored in set(ATTRIBUTES) | set(names) if name != "Loop" else ():
        for odd in ODD:
            run(attribute(make, stored, odd))


if len(sys.argv) > 1:
    part(sys.argv[1])
    print(n_calls)
else:
    functions = [name for name in dir(asyncio) if callable(getattr(asyncio, name)) and name[0] != "_" and name not in LEFT_OUT]
    print(*sorted(set(functions) | set(INSTANCES)))
