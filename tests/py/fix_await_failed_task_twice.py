# Awaiting a task that failed raises its exception, every time it is awaited.
# Upstream crashes with a segmentation fault at the second await of the first case.
import asyncio


async def fail():
    raise ValueError("fail")


async def attempt(t, n):
    try:
        await t
        print(n, "nothing raised")
    except ValueError as er:
        print(n, er)


async def main():
    # Failed before anybody awaited it.
    t = asyncio.create_task(fail())
    await asyncio.sleep_ms(0)
    for n in range(4):
        await attempt(t, n)
        await asyncio.sleep_ms(0)
        print(t.done(), t.cancel())
    # Failed while awaited.
    t = asyncio.create_task(fail())
    for n in range(4):
        await attempt(t, n)
        await asyncio.sleep_ms(0)
    # By several tasks, before, and by one more afterwards.
    t = asyncio.create_task(fail())
    await asyncio.gather(*[attempt(t, n) for n in range(3)])
    await attempt(t, "after")
    await asyncio.sleep_ms(0)
    await attempt(t, "later")
    # Through wait_for and gather.
    t = asyncio.create_task(fail())
    await asyncio.sleep_ms(0)
    for f in (lambda: t, lambda: asyncio.wait_for(t, 1), lambda: asyncio.gather(t)):
        try:
            await f()
        except ValueError as er:
            print(er)
        await asyncio.sleep_ms(0)
    print(await asyncio.gather(t, return_exceptions=True))


asyncio.run(main())
