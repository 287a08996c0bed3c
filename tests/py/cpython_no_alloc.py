# What takes turns by semaphores, queues and conditions allocates nothing.
import asyncio, gc

ROUNDS = 200


def begin():
    gc.collect()
    gc.disable()
    return gc.mem_alloc()


def end(name, before):
    used = gc.mem_alloc() - before
    gc.enable()
    print(name, used // ROUNDS)


async def semaphores():
    semaphore = asyncio.Semaphore(1)
    before = begin()
    for _ in range(ROUNDS):
        await semaphore.acquire()
        semaphore.release()
    end("acquire", before)

    # One that others wait for.
    semaphore = asyncio.Semaphore(0)

    async def take():
        while True:
            await semaphore.acquire()

    tasks = [asyncio.create_task(take()) for _ in range(3)]
    await asyncio.sleep(0)
    before = begin()
    for _ in range(ROUNDS):
        semaphore.release()
        await asyncio.sleep_ms(0)
    end("acquire in turns", before)
    for task in tasks:
        task.cancel()


async def queues():
    for cls in (asyncio.Queue, asyncio.LifoQueue, asyncio.PriorityQueue):
        queue = cls(2)
        await queue.put(0)
        before = begin()
        for _ in range(ROUNDS):
            await queue.put(1)
            await queue.get()
            queue.put_nowait(2)
            queue.get_nowait()
            queue.task_done()
        end(cls.__name__, before)


async def between_tasks():
    there, back = asyncio.Queue(), asyncio.Queue(1)

    async def echo():
        while True:
            await back.put(await there.get())

    task = asyncio.create_task(echo())
    await there.put(1)
    await back.get()
    before = begin()
    for _ in range(ROUNDS):
        await there.put(1)
        await back.get()
    end("between tasks", before)
    task.cancel()

    # A producer that waits for room each time.
    queue = asyncio.Queue(1)

    async def produce():
        while True:
            await queue.put(1)

    task = asyncio.create_task(produce())
    await queue.get()
    before = begin()
    for _ in range(ROUNDS):
        await queue.get()
    end("no room", before)
    task.cancel()


async def conditions():
    condition = asyncio.Condition()
    async with condition:
        before = begin()
        for _ in range(ROUNDS):
            condition.notify()
            condition.notify_all()
        end("notify", before)


async def main():
    for part in (semaphores, queues, between_tasks, conditions):
        await part()


asyncio.run(main())
