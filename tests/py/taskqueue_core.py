# core._task_queue: a generator that reschedules its own task, and a task pushed by hand.
import asyncio
from asyncio import core


def pause(ms):
    # The building block third parties use to write their own sleep.
    core._task_queue.push(core.cur_task, core.ticks() + ms)
    yield


async def child(name, ms):
    await pause(ms)
    print(name)


parked = None


def park():
    # Wait until somebody pushes the task.
    global parked
    parked = core.cur_task
    yield


async def parker():
    await park()
    print("woken")
    return 3


async def main():
    print(core._task_queue.peek())
    ts = [asyncio.create_task(child(*a)) for a in (("slow", 60), ("quick", 0), ("middle", 30))]
    print(core._task_queue.peek() is ts[0])
    t = asyncio.create_task(parker())
    for t2 in ts:
        await t2
    print(parked is t, t.done())
    core._task_queue.push(parked)
    print(await t)


asyncio.run(main())
