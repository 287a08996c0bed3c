# Several wait at one place and one of them is cancelled: the others don't notice.
import asyncio


async def waiter(name, aw):
    try:
        await aw
        print(name, "woken")
    except asyncio.CancelledError:
        print(name, "cancelled")


async def main():
    # An event.
    ev = asyncio.Event()
    ts = [asyncio.create_task(waiter(n, ev.wait())) for n in "abcde"]
    await asyncio.sleep_ms(0)
    for i in (0, 2, 4):
        ts[i].cancel()
    await asyncio.sleep_ms(0)
    ev.set()
    await asyncio.gather(*[t for t in ts if not t.done()])

    # An event that has just been set: too late for the event, the task is cancelled.
    ev.clear()
    ts = [asyncio.create_task(waiter(n, ev.wait())) for n in "fgh"]
    await asyncio.sleep_ms(0)
    ev.set()
    ts[1].cancel()
    for t in ts:
        await t

    # A lock.
    lock = asyncio.Lock()
    await lock.acquire()

    async def locker(name):
        async with lock:
            print(name, "holds")

    ts = [asyncio.create_task(waiter(n, locker(n))) for n in "ijkl"]
    await asyncio.sleep_ms(0)
    ts[0].cancel()
    ts[2].cancel()
    lock.release()
    for t in ts:
        await t
    print(lock.locked())


asyncio.run(main())
