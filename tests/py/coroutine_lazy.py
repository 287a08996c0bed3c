# A coroutine that isn't awaited does nothing: no lock taken, no task started.
import asyncio


async def child():
    print("child runs")


async def main():
    lock = asyncio.Lock()
    a = lock.acquire()
    print(lock.locked())
    g = asyncio.gather(child(), child())
    w = asyncio.wait_for(child(), 1)
    await asyncio.sleep_ms(20)
    print("nothing yet")
    print(await a, lock.locked())
    print(await g)
    print(await w)

    # An event that gets set between the call and the await.
    ev = asyncio.Event()
    e = ev.wait()
    ev.set()
    print(await e)
    # And the other way round.
    e = ev.wait()
    ev.clear()
    try:
        print(await asyncio.wait_for_ms(e, 20))
    except asyncio.TimeoutError:
        print("timeout")


asyncio.run(main())
