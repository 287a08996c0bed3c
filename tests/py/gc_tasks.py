# Tasks that nothing but the loop and the things they wait for knows survive the garbage collector.
import asyncio, gc

ev = asyncio.Event()
lock = asyncio.Lock()
flag = asyncio.ThreadSafeFlag()
log = []


async def note(name, aw):
    payload = [name] * 10
    await aw
    log.append(payload[-1])


async def hop(n):
    for _ in range(n):
        await asyncio.sleep_ms(0)


async def lock_user(name):
    async with lock:
        log.append(name)


def start():
    asyncio.create_task(note("event", ev.wait()))
    asyncio.create_task(note("flag", flag.wait()))
    asyncio.create_task(lock_user("lock"))
    asyncio.create_task(note("hops", hop(30)))
    asyncio.create_task(note("task", asyncio.create_task(hop(31))))
    asyncio.create_task(note("wait_for", asyncio.wait_for(hop(32), 10)))
    asyncio.create_task(note("gather", asyncio.gather(hop(33), hop(3), hop(33))))
    asyncio.create_task(note("nested", asyncio.gather(asyncio.wait_for(hop(34), 10))))


def churn():
    # Overwrite whatever was freed by mistake.
    junk = []
    for i in range(200):
        junk.append(bytearray(i % 64))
    gc.collect()


async def main():
    await lock.acquire()
    start()
    for i in range(60):
        churn()
        await asyncio.sleep_ms(0)
    print(sorted(log))
    log.clear()
    ev.set()
    flag.set()
    lock.release()
    churn()
    for i in range(10):
        await asyncio.sleep_ms(0)
        churn()
    print(sorted(log))


asyncio.run(main())
