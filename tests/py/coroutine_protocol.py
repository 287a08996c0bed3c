# What the module's functions return is a coroutine with send, throw and close, which does nothing
# before its first step.
import asyncio
from asyncio import core


async def child(name="child"):
    print(name, "runs")
    await asyncio.sleep_ms(0)
    return name


async def never():
    print("not reached")


ev = asyncio.Event()
lock = asyncio.Lock()
flag = asyncio.ThreadSafeFlag()
stream = asyncio.StreamReader(flag)

MAKERS = (
    ("event", lambda: ev.wait()),
    ("flag", lambda: flag.wait()),
    ("lock", lambda: lock.acquire()),
    ("wait_for", lambda: asyncio.wait_for(never(), 1)),
    ("wait_for_ms", lambda: asyncio.wait_for_ms(never(), 1)),
    ("gather", lambda: asyncio.gather(never(), never())),
    ("read", lambda: stream.read(1)),
    ("readexactly", lambda: stream.readexactly(1)),
    ("readline", lambda: stream.readline()),
    ("readinto", lambda: stream.readinto(bytearray(1))),
    ("drain", lambda: stream.drain()),
    ("open_connection", lambda: asyncio.open_connection("127.0.0.1", 1)),
    ("start_server", lambda: asyncio.start_server(never, "127.0.0.1", 8041)),
)


def attempt(f, *args):
    try:
        return repr(f(*args))
    except BaseException as er:
        return repr(er)


async def main():
    for name, make in MAKERS:
        c = make()
        print(name, hasattr(c, "send"), hasattr(c, "throw"), hasattr(c, "close"), c.close())
        # An exception thrown in before it started comes right out.
        print(attempt(make().throw, ValueError("thrown")))
    print(lock.locked(), core._task_queue.peek())

    # Driving one by hand inside a task: the same as awaiting it.
    c = asyncio.gather(child("a"), child("b"))
    while True:
        try:
            c.send(None)
        except StopIteration as er:
            print(er.value)
            break
        await suspend()

    c = ev.wait()
    c.send(None)
    asyncio.create_task(set_soon())
    await suspend()
    print(attempt(c.send, None))

    # yield from works as await does.
    print(await old_style())


class suspend:
    # Gives control back to the loop, without asking to be woken.
    def __init__(self):
        self.first = True

    def __iter__(self):
        return self

    def __next__(self):
        if self.first:
            self.first = False
            return None
        raise StopIteration


async def set_soon():
    ev.set()


def old_style():
    yield from asyncio.sleep_ms(0)
    r = yield from asyncio.gather(child("c"), asyncio.create_task(child("d")))
    ev.clear()
    asyncio.create_task(set_soon())
    r.append((yield from ev.wait()))
    r.append((yield from lock.acquire()))
    r.append((yield from asyncio.wait_for(child("e"), 1)))
    return r


asyncio.run(main())
