# A waiting task whose coroutine is closed under it ends at its next turn.
import asyncio


async def child(aw):
    try:
        await aw
        print("not reached")
    finally:
        print("finally")


async def main():
    ev = asyncio.Event()
    lock = asyncio.Lock()
    await lock.acquire()
    for aw, wake in ((ev.wait(), ev.set), (lock.acquire(), lock.release)):
        t = asyncio.create_task(child(aw))
        await asyncio.sleep_ms(0)
        t.coro.close()
        print(t.done())
        wake()
        print(await t, t.done())
    print("end")


asyncio.run(main())
