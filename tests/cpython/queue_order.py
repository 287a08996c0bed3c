# LifoQueue and PriorityQueue: which item comes first.
import asyncio


async def order(cls):
    queue = cls()
    for item in (5, 3, 8, 1, 9, 2, 7, 7, 0, 4, 6):
        queue.put_nowait(item)
    print([queue.get_nowait() for _ in range(queue.qsize())])
    queue = cls(3)
    log = []

    async def produce():
        for item in (4, 1, 3, 5, 2):
            await queue.put(item)
            log.append(item)

    task = asyncio.create_task(produce())
    await asyncio.sleep(0.02)
    print(queue.full(), queue.qsize(), log)
    while not (task.done() and queue.empty()):
        log.append(-await queue.get())
        await asyncio.sleep(0)
    print(log)


async def pairs():
    queue = asyncio.PriorityQueue()
    for pair in ((2, "b"), (1, "z"), (2, "a"), (0, "m"), (1, "a")):
        await queue.put(pair)
    for _ in range(5):
        print(await queue.get())


async def incomparable():
    queue = asyncio.PriorityQueue()
    queue.put_nowait(1)
    try:
        queue.put_nowait("a")
    except TypeError:
        print("TypeError", queue.qsize())
    queue = asyncio.PriorityQueue()
    waiting = asyncio.create_task(queue.get())
    await asyncio.sleep(0)
    queue.put_nowait(None)
    print(await waiting)


async def main():
    await order(asyncio.Queue)
    await order(asyncio.LifoQueue)
    await order(asyncio.PriorityQueue)
    await pairs()
    await incomparable()


asyncio.run(main())
