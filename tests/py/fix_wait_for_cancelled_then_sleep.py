# A task that is cancelled inside wait_for and goes on to sleep, sleeps undisturbed.
# The extra task in upstream's wait_for, when it is done, cancels whatever sleep the task is in by then.
import asyncio, time


async def forever():
    try:
        await asyncio.sleep(100)
    finally:
        # Takes a few turns to end.
        for _ in range(3):
            await asyncio.sleep_ms(0)


async def child():
    try:
        await asyncio.wait_for(forever(), 10)
    except asyncio.CancelledError:
        print("cancelled")
    for _ in range(2):
        t0 = time.ticks_ms()
        await asyncio.sleep_ms(100)
        print("slept", time.ticks_diff(time.ticks_ms(), t0) >= 99)
    return "done"


async def main():
    t = asyncio.create_task(child())
    await asyncio.sleep_ms(20)
    t.cancel()
    print(await t)


asyncio.run(main())
