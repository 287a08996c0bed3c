# The size of a Task object: many for one coroutine, none of which runs.

import gc
from asyncio import Task, sleep

N = 100


async def nothing():
    await sleep(0)


def size(coroutine):
    tasks = [None] * N
    gc.collect()
    gc.disable()
    before = gc.mem_alloc()
    for i in range(N):
        tasks[i] = Task(coroutine)
    return gc.mem_alloc() - before


if hasattr(gc, "mem_alloc"):
    print("bytes", N, size(nothing()))
else:
    print("bytes", 1, Task.__basicsize__)
