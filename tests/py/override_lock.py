# A Lock whose acquire and release a derived class overrides: `async with` calls them, and so does a task that is cancelled on its
# way to the lock.
import asyncio


class Counting(asyncio.Lock):
    def __init__(self):
        super().__init__()
        self.log = []

    async def acquire(self):
        self.log.append("acquire")
        await asyncio.sleep_ms(0)
        result = await super().acquire()
        self.log.append("acquired")
        return result

    def release(self):
        self.log.append("release")
        super().release()


# Without an __init__ of its own, a derived class of a derived class, and one by whose mixin the methods come.
class Inherits(asyncio.Lock):
    async def acquire(self):
        print("Inherits.acquire")
        return await asyncio.Lock.acquire(self)

    def release(self):
        print("Inherits.release")
        asyncio.Lock.release(self)


class Further(Inherits):
    def release(self):
        print("Further.release")
        super().release()


class Mixin:
    async def acquire(self):
        print("Mixin.acquire", self.locked())
        return await asyncio.Lock.acquire(self)


class Mixed(Mixin, asyncio.Lock):
    pass


# What release returns decides whether the exception goes on.
class Swallows(asyncio.Lock):
    def release(self):
        super().release()
        return True


# What acquire returns is the value.
class Gives(asyncio.Lock):
    async def acquire(self):
        await super().acquire()
        return self


class OnlyRelease(asyncio.Lock):
    def release(self):
        print("release", self.locked())
        super().release()


async def hold(lock, name):
    async with lock:
        print(name, "holds", lock.locked())
        await asyncio.sleep_ms(0)
    print(name, "left", lock.log)


async def attempts():
    lock = Counting()
    await asyncio.gather(hold(lock, "a"), hold(lock, "b"))
    print(lock.locked())
    try:
        async with lock:
            raise ValueError("body")
    except ValueError as er:
        print("raised", er, lock.locked())

    for lock in Inherits(), Further(), Mixed():
        async with lock:
            print(lock.locked(), isinstance(lock, asyncio.Lock))
        print(lock.locked())

    async with Swallows():
        raise ValueError
    gives = Gives()
    async with gives as got:
        print(got is gives)

    # The methods by their class, on the whole instance and on a plain one.
    for lock in Inherits(), asyncio.Lock():
        print(await asyncio.Lock.__aenter__(lock), asyncio.Lock.locked(lock))
        await asyncio.Lock.__aexit__(lock, None, None, None)
        print(asyncio.Lock.locked(lock))
        bound = lock.acquire
        print(await bound())
        lock.release()

    # An attribute that is a function counts as well.
    lock = Inherits()
    lock.release = lambda: print("attribute")
    async with lock:
        pass
    print(lock.locked())


async def acquire(lock):
    await lock.acquire()


async def cancelled():
    lock = OnlyRelease()
    await lock.acquire()
    tasks = [asyncio.create_task(acquire(lock)) for _ in range(3)]
    await asyncio.sleep_ms(0)
    lock.release()
    # The first one is on its way to the lock, the last one is not.
    tasks[0].cancel()
    tasks[2].cancel()
    for task in tasks:
        try:
            await task
            print("acquired", lock.locked())
        except asyncio.CancelledError:
            print("cancelled")
    lock.release()
    print(lock.locked())


async def main():
    await attempts()
    await cancelled()


asyncio.run(main())
