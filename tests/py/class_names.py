# What a program stores in the classes: names of its own and methods in the place of the library's, which all instances have
# then, those that were made before too, and which count where a method calls another one through `self`.
import asyncio
import io


class Text(io.IOBase):
    def ioctl(self, request, arg):
        return arg

    def write(self, data):
        print("written", bytes(data))
        return len(data)

    def read(self, n=-1):
        return b"abc"[:n]

    def close(self):
        print("closed")


def attempt(function, *args):
    try:
        print("->", function(*args))
    except Exception as er:
        print(type(er).__name__)


def counted(of, name, calls):
    plain = getattr(of, name)

    def method(self, *args):
        calls.append(name)
        return plain(self, *args)

    setattr(of, name, method)
    return plain


class Event(asyncio.Event):
    pass


class Lock(asyncio.Lock):
    def release(self):
        print("Lock.release")
        super().release()


def names():
    event = asyncio.Event()
    attempt(lambda: event.extra)
    asyncio.Event.extra = [1]
    print(event.extra, Event().extra, asyncio.Event().extra is Event.extra)
    event.extra = 2
    print(event.extra, asyncio.Event.extra, hasattr(asyncio.Lock, "extra"))
    del event.extra
    print(event.extra)
    asyncio.Event.twice = lambda self, n: (self.is_set(), 2 * n)
    print(event.twice(3), Event().twice(4), asyncio.Event.twice(event, 5))
    asyncio.Event.make = staticmethod(lambda n: n + 1)
    asyncio.Event.of = classmethod(lambda cls: issubclass(cls, asyncio.Event))
    print(event.make(1), asyncio.Event.make(2), event.of(), asyncio.Event.of(), Event.of())
    del asyncio.Event.extra
    attempt(lambda: event.extra)
    attempt(lambda: Event().extra)
    attempt(delattr, asyncio.Event, "extra")
    print(event.twice(6))
    asyncio.Event.state = 5
    print(event.state, event.is_set())
    del asyncio.Event.state, asyncio.Event.twice, asyncio.Event.make, asyncio.Event.of


async def event():
    calls = []
    old = asyncio.Event()
    plain = [counted(asyncio.Event, name, calls) for name in ("set", "wait", "is_set")]
    for event in old, asyncio.Event(), Event():
        task = asyncio.create_task(event.wait())
        await asyncio.sleep_ms(0)
        event.set()
        print(await task, event.is_set(), event.state)
    print(calls)
    asyncio.Event.set, asyncio.Event.wait, asyncio.Event.is_set = plain
    calls.clear()
    old.clear()
    old.set()
    print(await old.wait(), calls)


async def lock():
    calls = []
    old = asyncio.Lock()
    plain = [counted(asyncio.Lock, name, calls) for name in ("acquire", "release", "locked")]
    for lock in old, asyncio.Lock(), Lock():
        async with lock as value:
            print(value, lock.locked(), lock.state)
        print(lock.locked())
    print(calls)

    # A task that is cancelled on its way to the lock calls it.
    calls.clear()
    await old.acquire()
    task = asyncio.create_task(old.acquire())
    await asyncio.sleep_ms(0)
    old.release()
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        print("cancelled", calls, old.state)

    asyncio.Lock.acquire, asyncio.Lock.release, asyncio.Lock.locked = plain
    calls.clear()
    async with old:
        print(calls)

    # The other ways round: what `async with` calls.
    aenter = asyncio.Lock.__aenter__

    async def entering(self):
        print("entering")
        return await aenter(self)

    asyncio.Lock.__aenter__ = entering
    async with old:
        print(old.locked())
    asyncio.Lock.__aenter__ = aenter
    print(old.locked())


async def flag():
    calls = []
    flag = asyncio.ThreadSafeFlag()
    plain = counted(asyncio.ThreadSafeFlag, "set", calls)
    flag.set()
    await flag.wait()
    print(calls, flag.state)
    asyncio.ThreadSafeFlag.set = plain

    # The loop asks the flag.
    ioctl = asyncio.ThreadSafeFlag.ioctl
    asyncio.ThreadSafeFlag.ioctl = lambda self, request, arg: arg if request == 3 else -1
    await asyncio.wait_for(flag.wait(), 1)
    print("ready")
    asyncio.ThreadSafeFlag.ioctl = ioctl
    task = asyncio.create_task(flag.wait())
    await asyncio.sleep_ms(10)
    print(task.done())
    flag.set()
    await task


async def stream():
    old = asyncio.StreamWriter(Text())
    write, drain = asyncio.StreamWriter.write, asyncio.StreamWriter.drain

    def logged(self, data):
        print("write", bytes(data))
        write(self, data)

    async def slowly(self):
        print("drain")
        await drain(self)

    asyncio.StreamWriter.write = logged
    asyncio.StreamWriter.drain = slowly
    asyncio.StreamReader.three = lambda self: self.readexactly(3)
    for stream in old, asyncio.StreamReader(Text(), {"peername": 1}):
        stream.write(b"a")
        await stream.drain()
        await stream.awrite(b"bcd", 1, 1)
        await stream.awritestr(b"e")
        print(await stream.three(), stream.e, stream.out_buf)
    asyncio.StreamWriter.write = write
    asyncio.StreamWriter.drain = drain
    await old.awrite(b"f")
    await old.aclose()
    del asyncio.StreamReader.three
    attempt(lambda: old.three)


async def main():
    names()
    await event()
    await lock()
    await flag()
    await stream()


asyncio.run(main())
