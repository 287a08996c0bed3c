# Awaiting a finished task gives its result at once, as often as asked.
import asyncio


async def child(v):
    return v


async def ticker():
    for i in range(6):
        print("tick", i)
        await asyncio.sleep_ms(0)


async def main():
    t = asyncio.create_task(child([1, 2]))
    asyncio.create_task(ticker())
    await asyncio.sleep_ms(0)
    r = await t
    print(r)
    print(await t is r, await asyncio.wait_for(t, 1) is r)
    print((await asyncio.gather(t, t))[1] is r)
    print(t.done(), t.cancel())
    print(await t is r)
    await asyncio.sleep_ms(0)

    # Awaited by several tasks at once.
    t = asyncio.create_task(child(3))

    async def wait(name):
        print(name, await t)

    await asyncio.gather(*[wait(n) for n in "abc"])


asyncio.run(main())
