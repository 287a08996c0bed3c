# Releasing a lock nobody holds.
import asyncio


async def worker(lock, name):
    async with lock:
        print(name)
        await asyncio.sleep_ms(0)


async def main():
    lock = asyncio.Lock()
    for _ in range(2):
        try:
            lock.release()
        except RuntimeError as er:
            print("RuntimeError:", er)
    print(lock.locked(), await lock.acquire(), lock.locked())
    lock.release()
    try:
        lock.release()
    except RuntimeError as er:
        print("RuntimeError:", er)

    # Releasing inside "async with": the implicit release fails, the lock stays usable.
    try:
        async with lock:
            lock.release()
    except RuntimeError as er:
        print("RuntimeError:", er)

    # Between the hand-over and the next owner's turn the lock is nobody's.
    await lock.acquire()
    t = asyncio.create_task(worker(lock, "next"))
    await asyncio.sleep_ms(0)
    lock.release()
    print(lock.locked())
    try:
        lock.release()
    except RuntimeError as er:
        print("RuntimeError:", er)
    await t
    await asyncio.gather(*[worker(lock, n) for n in "abc"])
    print(lock.locked())


asyncio.run(main())
