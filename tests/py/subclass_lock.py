# Lock subclassed from Python: overridden acquire and release, and overridden __aenter__ and __aexit__.
import asyncio


class NamedLock(asyncio.Lock):
    def __init__(self, name):
        super().__init__()
        self.name = name
        self.owner = None

    async def acquire(self):
        r = await super().acquire()
        self.owner = asyncio.current_task()
        print(self.name, "acquired", r)
        return r

    def release(self):
        print(self.name, "released")
        self.owner = None
        super().release()


class QuietLock(asyncio.Lock):
    async def __aenter__(self):
        print("entering")
        await super().__aenter__()
        print("entered")
        return self

    async def __aexit__(self, exc_type, exc, tb):
        print("leaving", exc_type)
        await super().__aexit__(exc_type, exc, tb)


async def worker(lock, name):
    await lock.acquire()
    print(name, "holds", lock.name, lock.locked(), lock.owner is asyncio.current_task())
    await asyncio.sleep_ms(0)
    lock.release()


async def main():
    lock = NamedLock("lock")
    print(isinstance(lock, asyncio.Lock), lock.locked())
    await asyncio.gather(*[worker(lock, n) for n in "abc"])
    print(lock.locked())
    try:
        lock.release()
    except RuntimeError as er:
        print(er)

    q = QuietLock()
    async with q as q2:
        print(q2 is q, q.locked())
    try:
        async with q:
            raise ValueError
    except ValueError:
        print("ValueError", q.locked())


asyncio.run(main())
