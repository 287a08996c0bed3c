# Sleeping takes as long as asked: never less, not much more.
import asyncio, time


async def main():
    for f, arg, ms in (
        (asyncio.sleep_ms, 100, 100),
        (asyncio.sleep, 0.1, 100),
        (asyncio.sleep_ms, 30, 30),
        (asyncio.sleep, 0, 0),
        (asyncio.sleep_ms, -100, 0),
    ):
        t0 = time.ticks_ms()
        await f(arg)
        dt = time.ticks_diff(time.ticks_ms(), t0)
        print(dt >= ms, dt < ms + 90)


asyncio.run(main())
