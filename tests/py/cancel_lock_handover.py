# The next owner of a lock is cancelled after the hand-over but before its turn: the lock goes on
# to the one after it, or is free when there is none.
import asyncio


async def locker(name, lock):
    try:
        async with lock:
            print(name, "holds")
            await asyncio.sleep_ms(0)
        print(name, "released")
    except asyncio.CancelledError:
        print(name, "cancelled")


async def main():
    for victims in ((0,), (0, 1), (0, 1, 2), (0, 2), (1,)):
        lock = asyncio.Lock()
        await lock.acquire()
        ts = [asyncio.create_task(locker(n, lock)) for n in "abc"]
        await asyncio.sleep_ms(0)
        print("release", victims)
        lock.release()
        for v in victims:
            ts[v].cancel()
        for t in ts:
            await t
        print(lock.locked())
        print(await lock.acquire())

    # Cancelled in the middle of holding it.
    lock = asyncio.Lock()
    ts = [asyncio.create_task(locker(n, lock)) for n in "de"]
    await asyncio.sleep_ms(0)
    ts[0].cancel()
    for t in ts:
        await t
    print(lock.locked())


asyncio.run(main())
