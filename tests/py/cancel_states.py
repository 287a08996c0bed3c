# Cancelling a task in each state it can be in.
import asyncio


async def guarded(name, aw):
    try:
        print(name, "result", await aw)
    except asyncio.CancelledError as er:
        print(name, "CancelledError", er.args)
        raise
    finally:
        print(name, "finally")


async def cancel(name, aw, before=lambda: None):
    t = asyncio.create_task(guarded(name, aw))
    await asyncio.sleep_ms(0)
    await asyncio.sleep_ms(0)
    before()
    print(name, "cancel", t.cancel(), t.done())
    try:
        await t
    except asyncio.CancelledError:
        print(name, "is cancelled", t.done(), t.cancel())


async def hop(n):
    for _ in range(n):
        await asyncio.sleep_ms(0)
    return "hopped"


async def main():
    ev = asyncio.Event()
    lock = asyncio.Lock()
    flag = asyncio.ThreadSafeFlag()
    await lock.acquire()

    await cancel("sleep_ms(0)", hop(99))
    await cancel("sleep", long_sleep())
    await cancel("event", ev.wait())
    await cancel("lock", lock.acquire())
    await cancel("flag", flag.wait())
    await cancel("task", asyncio.create_task(hop(99)))
    await cancel("task of a task", asyncio.create_task(guarded("inner", hop(99))))
    await cancel("wait_for", asyncio.wait_for(guarded("inner", hop(99)), 10))
    await cancel("wait_for_ms", asyncio.wait_for_ms(guarded("inner", ev.wait()), 10_000))
    await cancel("gather", asyncio.gather(guarded("inner1", hop(99)), guarded("inner2", ev.wait())))
    await cancel(
        "gather with exceptions",
        asyncio.gather(guarded("inner", hop(99)), ev.wait(), return_exceptions=True),
    )
    await cancel("ready again", ev.wait(), ev.set)

    # Everything is usable afterwards.
    ev.clear()
    flag.set()
    print(await flag.wait(), lock.locked())
    lock.release()
    print(await lock.acquire(), ev.is_set())


async def long_sleep():
    await asyncio.sleep(100)


asyncio.run(main())
