# core.run_until_complete: with a task, and with none (runs until nothing is left to run).
import asyncio
from asyncio import core


async def child(name, n):
    for i in range(n):
        print(name, i)
        await asyncio.sleep_ms(0)
    return name


# With a task: stops as soon as that task is done, the others stay queued.
a = core.create_task(child("a", 1))
b = core.create_task(child("b", 4))
print(core.run_until_complete(a), a.done(), b.done())

# With none: runs them all.
print(core.run_until_complete(), b.done())

# Nothing to run.
print(core.run_until_complete())
