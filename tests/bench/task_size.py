# The size of a Task object: the least that making one takes. None of them runs.

import gc
from asyncio import Task, sleep

N = 10


async def nothing():
    await sleep(0)


# An object's size, and not what the allocator may do beside it now and then: hence the least.
def size(coroutine):
    tasks = [None] * N
    least = 1000
    gc.collect()
    gc.disable()
    for i in range(N):
        before = gc.mem_alloc()
        tasks[i] = Task(coroutine)
        least = min(least, gc.mem_alloc() - before)
    return least


if hasattr(gc, "mem_alloc"):
    print("bytes", 1, size(nothing()))
else:
    print("bytes", 1, Task.__basicsize__)
