# A wait that was begun by hand and not carried to its end doesn't disturb the next one.
import asyncio
from asyncio import core


class suspend:
    def __init__(self):
        self.first = True

    def __iter__(self):
        return self

    def __next__(self):
        if self.first:
            self.first = False
            return None
        raise StopIteration


async def set_soon(f):
    await asyncio.sleep_ms(20)
    f()


async def begin(aw):
    # Queue the task by the first step of the awaitable, suspend, and never come back to it.
    next(iter(aw))
    await suspend()


async def main():
    for begun in ("event", "flag", "sleep"):
        for then in ("event", "flag", "lock", "sleep"):
            ev1, ev2 = asyncio.Event(), asyncio.Event()
            flag1, flag2 = asyncio.ThreadSafeFlag(), asyncio.ThreadSafeFlag()
            lock2 = asyncio.Lock()
            await lock2.acquire()
            if begun == "event":
                asyncio.create_task(set_soon(ev1.set))
                await begin(ev1.wait())
            elif begun == "flag":
                asyncio.create_task(set_soon(flag1.set))
                await begin(flag1.wait())
            else:
                await begin(asyncio.sleep_ms(1))
            done = []
            if then == "event":
                asyncio.create_task(set_soon(lambda: (done.append(1), ev2.set())))
                await ev2.wait()
            elif then == "flag":
                asyncio.create_task(set_soon(lambda: (done.append(1), flag2.set())))
                await flag2.wait()
            elif then == "lock":
                asyncio.create_task(set_soon(lambda: (done.append(1), lock2.release())))
                await lock2.acquire()
            else:
                asyncio.create_task(set_soon(lambda: done.append(1)))
                await asyncio.sleep_ms(60)
            print(begun, then, done)


asyncio.run(main())
