# Cancelling a task that waits for another task cancels the other one, down the chain.
import asyncio


async def link(name, aw):
    try:
        r = await aw
        print(name, "got", r)
        return r
    except asyncio.CancelledError:
        print(name, "cancelled")
        raise


async def bottom(swallow):
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        print("bottom cancelled")
        if not swallow:
            raise
    return "bottom's result"


async def main():
    for swallow in (False, True):
        a = asyncio.create_task(bottom(swallow))
        b = asyncio.create_task(link("b", a))
        c = asyncio.create_task(link("c", b))
        d = asyncio.create_task(link("d", c))
        side = asyncio.create_task(link("side", b))
        await asyncio.sleep_ms(20)
        print(d.cancel())
        for t in (d, c, b, a, side):
            try:
                print(await t)
            except asyncio.CancelledError:
                print("cancelled")


asyncio.run(main())
