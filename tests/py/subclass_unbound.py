# Methods called through the base class, the old way of calling super().
import asyncio
from asyncio.stream import Stream


class MyEvent(asyncio.Event):
    def __init__(self):
        asyncio.Event.__init__(self)

    def set(self):
        print("set")
        asyncio.Event.set(self)

    def wait(self):
        return asyncio.Event.wait(self)


class MyLock(asyncio.Lock):
    def __init__(self):
        asyncio.Lock.__init__(self)

    async def acquire(self):
        return await asyncio.Lock.acquire(self)

    def release(self):
        asyncio.Lock.release(self)


class MyFlag(asyncio.ThreadSafeFlag):
    def __init__(self):
        asyncio.ThreadSafeFlag.__init__(self)

    def set(self):
        asyncio.ThreadSafeFlag.set(self)


class MyStream(Stream):
    def __init__(self, s):
        Stream.__init__(self, s, {"a": 1})

    def get_extra_info(self, name):
        return Stream.get_extra_info(self, name)


async def main():
    ev = MyEvent()
    ev.set()
    print(await ev.wait(), asyncio.Event.is_set(ev))
    lock = MyLock()
    print(await lock.acquire(), asyncio.Lock.locked(lock))
    lock.release()
    flag = MyFlag()
    flag.set()
    print(await flag.wait())
    print(MyStream(None).get_extra_info("a"))

    # And on plain objects.
    ev = asyncio.Event()
    asyncio.Event.set(ev)
    print(asyncio.Event.is_set(ev))
    try:
        asyncio.Event.set(1)
    except (TypeError, AttributeError):
        print("refused")


asyncio.run(main())
