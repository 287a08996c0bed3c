# The task by which wait_for waits can be seen in another task's state; who has got hold of it has that one only.
import asyncio

seen = []


async def work(ms):
    await asyncio.sleep_ms(ms)
    return ms


async def look(task, waits):
    await asyncio.sleep_ms(5)
    # Of the one that is waited for, of the one that waits for its end, and of the loop.
    seen.append(task.state.peek())
    await asyncio.sleep_ms(0)
    if isinstance(waits.data, asyncio.Task):
        seen.append(waits.data)


async def wait(task, ms):
    try:
        return await asyncio.wait_for_ms(task, ms)
    except asyncio.TimeoutError:
        return "timeout"


async def main():
    for ms in (20, 200):
        task = asyncio.create_task(work(ms))
        waits = asyncio.create_task(wait(task, 100))
        asyncio.create_task(look(task, waits))
        print(await waits)
    # What was seen is over, and cancelling it does nothing to those who wait now.
    waits = asyncio.create_task(wait(asyncio.create_task(work(10)), 100))
    await asyncio.sleep_ms(5)
    for task in seen:
        print(type(task) is asyncio.Task, task.done(), task.cancel())
    print(await waits)


asyncio.run(main())
