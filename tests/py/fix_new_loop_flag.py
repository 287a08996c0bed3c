# A flag wakes who waits in the loop of now. (Upstream's does; the second part crashes there: it asks twice for one flag.)
import asyncio


async def wait(flag, name):
    await flag.wait()
    print(name)


async def forget(flag, n):
    for i in range(n):
        asyncio.create_task(wait(flag, "old"))
    await asyncio.sleep_ms(0)


async def use(flag, n):
    tasks = [asyncio.create_task(wait(flag, "new")) for _ in range(n)]
    await asyncio.sleep_ms(0)
    for task in tasks:
        flag.set()
        await asyncio.sleep_ms(5)
        print(task.done())


flag = asyncio.ThreadSafeFlag()
for n_old, n_new in ((1, 1), (1, 3), (2, 1)):
    asyncio.run(forget(flag, n_old))
    asyncio.new_event_loop()
    asyncio.run(use(flag, n_new))


# Who was forgotten and is cancelled in the new loop counts no more: the loop goes on while somebody waits.
async def cancel(old, flag):
    new = asyncio.create_task(wait(flag, "new"))
    await asyncio.sleep_ms(0)
    for task in old:
        task.cancel()
    await asyncio.sleep_ms(0)
    flag.set()
    await new


old = []


async def make(flag):
    old.extend(asyncio.create_task(wait(flag, "old")) for _ in range(3))
    await asyncio.sleep_ms(0)


asyncio.run(make(flag))
asyncio.new_event_loop()
asyncio.run(cancel(old, flag))


# A lock that was on its way to a forgotten task is not lost.
async def hand_over(lock):
    await lock.acquire()
    asyncio.create_task(lock.acquire())
    await asyncio.sleep_ms(0)
    lock.release()


async def take(lock):
    await asyncio.wait_for_ms(lock.acquire(), 50)
    print("lock taken", lock.locked())


lock = asyncio.Lock()
asyncio.run(hand_over(lock))
asyncio.new_event_loop()
asyncio.run(take(lock))
