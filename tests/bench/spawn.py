# A task is made for an empty coroutine and awaited.
# numbers: tasks

from asyncio import create_task

import meter

n = meter.number(0, 20000)


async def empty():
    pass


async def main(clock):
    clock.start()
    for _ in range(n):
        await create_task(empty())
    clock.stop()


meter.run(main, meter.Meter(n))
