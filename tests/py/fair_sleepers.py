# Ready tasks don't keep sleepers from waking in time, however many there are.
import asyncio, time

stop = False


async def hot():
    while not stop:
        await asyncio.sleep_ms(0)


async def main():
    global stop
    ts = [asyncio.create_task(hot()) for _ in range(50)]
    t0 = time.ticks_ms()
    for _ in range(5):
        await asyncio.sleep_ms(20)
    dt = time.ticks_diff(time.ticks_ms(), t0)
    print(dt >= 100, dt < 1000)
    stop = True
    for t in ts:
        await t


asyncio.run(main())
