# What can't be gathered or waited for: a task that somebody waits for already (gather), a task
# that is being gathered (await).
import asyncio


async def child(n=5):
    for _ in range(n):
        await asyncio.sleep_ms(0)
    return "child's result"


async def wait(t):
    return await t


async def main():
    t = asyncio.create_task(child())
    w = asyncio.create_task(wait(t))
    await asyncio.sleep_ms(0)
    try:
        print(await asyncio.gather(t))
    except RuntimeError as er:
        print("RuntimeError:", er)
    print(await w)
    # Done by now, so it can be.
    print(await asyncio.gather(t))

    t = asyncio.create_task(child())
    g = asyncio.create_task(asyncio.gather(t, child()))
    await asyncio.sleep_ms(0)
    try:
        print(await t)
    except RuntimeError as er:
        print("RuntimeError:", er)
    try:
        print(await asyncio.wait_for(t, 1))
    except RuntimeError as er:
        print("RuntimeError:", er)
    print(await g)
    print(await t)


asyncio.run(main())
