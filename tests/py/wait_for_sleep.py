# wait_for(aw, timeout, sleep): the function that sleeps says what unit the timeout has.
import asyncio


async def value(ms):
    await asyncio.sleep_ms(ms)
    return ms


async def attempt(awaitable):
    try:
        print(await awaitable)
    except asyncio.TimeoutError:
        print("TimeoutError")


async def main():
    await attempt(asyncio.wait_for(value(1), 1000, asyncio.sleep_ms))
    await attempt(asyncio.wait_for(value(2000), 10, asyncio.sleep_ms))
    await attempt(asyncio.wait_for(value(2), timeout=1000, sleep=asyncio.core.sleep_ms))
    await attempt(asyncio.wait_for(value(3), 1, sleep=asyncio.sleep))
    await attempt(asyncio.wait_for(value(2000), 0.01, asyncio.sleep))
    await attempt(asyncio.wait_for(aw=value(4), timeout=None, sleep=asyncio.sleep_ms))


asyncio.run(main())
