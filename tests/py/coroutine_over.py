# A coroutine that has been awaited is over, and so is one that was closed, or into which an exception
# was thrown, before its first step: going on with it doesn't wait, take a lock or start a task.
import asyncio
from asyncio import core


async def never():
    print("not reached")


lock = asyncio.Lock()
flag = asyncio.ThreadSafeFlag()
stream = asyncio.StreamReader(flag)

MAKERS = (
    ("wait_for", lambda: asyncio.wait_for(never(), 1)),
    ("wait_for_ms", lambda: asyncio.wait_for_ms(never(), 1)),
    ("gather", lambda: asyncio.gather(never(), never())),
    ("read", lambda: stream.read(1)),
    ("readexactly", lambda: stream.readexactly(1)),
    ("readline", lambda: stream.readline()),
    ("readinto", lambda: stream.readinto(bytearray(1))),
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
        c.close()
        print(name, attempt(c.send, None), attempt(next, c))
        c = make()
        attempt(c.throw, ValueError("thrown"))
        print(name, attempt(c.send, None))
    print(lock.locked(), core._task_queue.peek())


asyncio.run(main())
