# Long chains: coroutine awaits coroutine, task awaits task, wait_for in wait_for.
import asyncio


async def nest(n):
    if n:
        return 1 + await nest(n - 1)
    await asyncio.sleep_ms(0)
    return 0


async def link(t):
    return 1 + (await t if t else 0)


async def sleeper():
    await asyncio.sleep(100)


async def wait(t):
    await t


async def main():
    print(await nest(30))
    t = None
    for _ in range(200):
        t = asyncio.create_task(link(t))
    print(await t)

    # Cancelling the last cancels the first.
    ts = [asyncio.create_task(sleeper())]
    for _ in range(200):
        ts.append(asyncio.create_task(wait(ts[-1])))
    await asyncio.sleep_ms(20)
    ts[-1].cancel()
    await asyncio.sleep_ms(50)
    print(all(t.done() for t in ts))

    aw = nest(0)
    for _ in range(10):
        aw = asyncio.wait_for(aw, 10)
    print(await aw)
    aw = nest(0)
    for _ in range(10):
        aw = asyncio.gather(aw)
    print(await aw)


asyncio.run(main())
