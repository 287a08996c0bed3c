# Task(coro) made by hand: not scheduled until somebody pushes it.
import asyncio
from asyncio import core


async def child(v):
    print("child", v)
    await asyncio.sleep_ms(0)
    return v


async def main():
    t = asyncio.Task(child(1))
    print(t.done(), t.state, t.data, t.ph_key)
    await asyncio.sleep_ms(10)
    print("not started", t.done())
    core._task_queue.push(t)
    print(await t, t.done())

    # A second argument is accepted; upstream passes the dictionary of asyncio.core there.
    t = asyncio.Task(child(2), core.__dict__)
    core._task_queue.push(t)
    print(await t)

    # data and state can be set by hand: this is how a done task looks.
    t = asyncio.Task(None)
    t.data = StopIteration(3)
    t.state = None
    print(t.done(), await t, t.state)


asyncio.run(main())
