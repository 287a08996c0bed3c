# Overridden methods that do what they should not, and methods called on what they are not for: an exception, never more.
import asyncio, gc
from asyncio.stream import Server


async def attempt(title, make):
    try:
        result = make()
        if hasattr(result, "send"):
            result = await result
        print(title, result)
    except Exception as er:
        print(title, type(er).__name__)


async def enter(lock):
    async with lock:
        return "entered"


# Not a coroutine.
class Sync(asyncio.Lock):
    def acquire(self):
        return 5


class SyncList(asyncio.Lock):
    def acquire(self):
        super().acquire()
        return iter([])

    def release(self):
        pass


class Raises(asyncio.Lock):
    def __init__(self, where):
        super().__init__()
        self.where = where

    async def acquire(self):
        if self.where == "acquire":
            raise OSError(1)
        return await super().acquire()

    def release(self):
        super().release()
        if self.where == "release":
            raise OSError(2)


class Early(asyncio.Lock):
    def __init__(self):
        try:
            self.release()
        except AttributeError:
            print("not made yet")
        super().__init__()


class Twice(asyncio.Lock):
    def __init__(self):
        super().__init__()
        super().__init__()


class Other:
    enter = asyncio.Lock.acquire


class Replaces(asyncio.Lock):
    acquire = None


class Collects(asyncio.Lock):
    async def acquire(self):
        gc.collect()
        result = await super().acquire()
        gc.collect()
        return result

    def release(self):
        gc.collect()
        super().release()
        gc.collect()


class Collecting(asyncio.StreamWriter):
    def write(self, buf):
        gc.collect()

    async def drain(self):
        gc.collect()
        await asyncio.sleep_ms(0)
        gc.collect()


class NoDrain(asyncio.StreamWriter):
    def write(self, buf):
        print("write")

    drain = None


class Flag(asyncio.ThreadSafeFlag):
    def ioctl(self, request, arg):
        return "not an int"


class FlagRaises(asyncio.ThreadSafeFlag):
    def ioctl(self, request, arg):
        raise ValueError


async def main():
    await attempt("sync", lambda: enter(Sync()))
    await attempt("sync list", lambda: enter(SyncList()))
    for where in "acquire", "release", "nowhere":
        lock = Raises(where)
        await attempt(where, lambda: enter(lock))
        print(lock.locked())
    await attempt("twice", lambda: enter(Twice()))
    await attempt("early", lambda: enter(Early()))
    await attempt("replaced", lambda: enter(Replaces()))
    lock = Collects()
    print(await asyncio.gather(*[enter(lock) for _ in range(10)]))
    await Collecting(None).awrite(b"x" * 100)
    await attempt("no drain", lambda: NoDrain(None).awrite(b"x"))
    await attempt("arguments", lambda: Raises("").release(1))
    await attempt("many arguments", lambda: Raises("").locked(1, 2, 3, 4, 5, 6, 7, 8, 9, a=1, b=2))
    await attempt("unknown name", lambda: Raises("").locked(x=1))
    await attempt("exit without arguments", lambda: Collects().__aexit__())
    for method in asyncio.Lock.locked, asyncio.Lock.release, asyncio.Event.is_set, Server.close:
        for wrong in 5, "s", None, object(), Other(), Other, asyncio.sleep_ms:
            try:
                method(wrong)
                print("no exception")
            except (TypeError, AttributeError):
                pass
    # Never initialised, and initialised by name.
    await attempt("no init", lambda: object.__new__(asyncio.Lock).locked())
    await attempt("no init, derived", lambda: object.__new__(Collects).locked())
    lock = object.__new__(Collects)
    asyncio.Lock.__init__(lock)
    print(await enter(lock), lock.locked())

    # Derived from what the type of an instance is.
    class Same(type(asyncio.Lock())):
        pass

    lock = Same()
    print(await enter(lock), lock.locked(), asyncio.Lock.locked(lock), isinstance(lock, asyncio.Lock))
    try:
        asyncio.Lock.acquire()
    except TypeError:
        print("no argument")


asyncio.run(main())
