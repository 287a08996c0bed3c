# Flags that are set at once wake their tasks in the order in which they were set, whoever waited first.
import asyncio


async def wait(flags, i, woken):
    await flags[i].wait()
    woken.append(i)


async def main():
    for order in ((0, 1, 2), (0, 2, 1), (1, 0, 2), (1, 2, 0), (2, 0, 1), (2, 1, 0)):
        flags = [asyncio.ThreadSafeFlag() for _ in order]
        woken = []
        tasks = [asyncio.create_task(wait(flags, i, woken)) for i in range(len(flags))]
        await asyncio.sleep(0)
        for i in order:
            flags[i].set()
        for task in tasks:
            await task
        print(order, tuple(woken) == order)


asyncio.run(main())
