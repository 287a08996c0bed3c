# core.ticks is time.ticks_ms, and ph_key of a sleeping task counts in it.
import asyncio, time
from asyncio import core

t0 = time.ticks_ms()
t1 = core.ticks()
t2 = time.ticks_ms()
print(time.ticks_diff(t1, t0) >= 0, time.ticks_diff(t2, t1) >= 0)


async def sleeper(ms):
    await asyncio.sleep_ms(ms)


async def main():
    t = asyncio.create_task(sleeper(100))
    await asyncio.sleep_ms(0)
    ahead = time.ticks_diff(t.ph_key, core.ticks())
    print(0 < ahead <= 100)
    await t
    print(time.ticks_diff(core.ticks(), t.ph_key) >= 0)


asyncio.run(main())
