# A Lock goes to its waiters in the order they came, and can't be taken in between.
import asyncio


async def worker(lock, name, n):
    for i in range(n):
        async with lock:
            print(name, i)
            await asyncio.sleep_ms(0)


async def main():
    lock = asyncio.Lock()
    await asyncio.gather(*[worker(lock, n, 3) for n in "abc"])

    # Whoever releases and acquires again without a pause stands at the end of the queue.
    async def greedy(name):
        for i in range(3):
            await lock.acquire()
            print(name, i)
            lock.release()

    await asyncio.gather(greedy("x"), greedy("y"))

    # With a waiter, greedy can't get it back before the waiter had it.
    async def holder():
        await lock.acquire()
        await asyncio.sleep_ms(0)
        await asyncio.sleep_ms(0)
        print("holder releases")
        lock.release()
        print(lock.locked())
        await lock.acquire()
        print("holder again")
        lock.release()

    await asyncio.gather(holder(), greedy("z"))
    print(lock.locked())


asyncio.run(main())
