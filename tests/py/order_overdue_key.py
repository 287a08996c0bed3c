# A task that reschedules itself for a fixed time that has passed already (as a periodic task that is
# late does) goes before those that became ready after that time.
import asyncio, time
from asyncio import core

out = []


def until(ms):
    core._task_queue.push(core.cur_task, time.ticks_add(start, ms))
    yield


async def periodic():
    for i in range(1, 4):
        await until(50 * i)
        out.append("period %d" % i)


async def ready(name):
    out.append(name)


async def main():
    global start
    start = time.ticks_ms()
    p = asyncio.create_task(periodic())
    await asyncio.sleep_ms(0)
    # Late for periods 1 and 2, half a period before 3.
    time.sleep_ms(125)
    t = asyncio.create_task(ready("ready at 125"))
    await t
    await p
    print(out)
    out.clear()

    # The same when nothing is asleep, so that the loop had no need to look at the clock.
    start = time.ticks_ms()
    time.sleep_ms(60)
    ts = [asyncio.create_task(f) for f in (once(30), ready("a"), once(10), ready("b"))]
    for t in ts:
        await t
    print(out)


async def once(ms):
    await until(ms)
    out.append("due at %d" % ms)


asyncio.run(main())
