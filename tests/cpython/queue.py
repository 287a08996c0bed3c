# Queue: who waits is served in turn, the size has a limit, and nothing is lost when somebody is cancelled.
import asyncio


async def put(queue, log, name):
    try:
        await queue.put(name)
        log.append("put " + name)
    except asyncio.CancelledError:
        log.append("did not put " + name)
        raise


async def get(queue, log, name):
    try:
        log.append((name, await queue.get()))
    except asyncio.CancelledError:
        log.append("did not get " + name)
        raise


async def producers_and_consumers():
    queue = asyncio.Queue(2)
    print(queue.maxsize, queue.qsize(), queue.empty(), queue.full())
    log = []

    async def produce(name):
        for i in range(4):
            await queue.put((name, i))
            log.append(("put", name, i))

    async def consume(name):
        while True:
            item = await queue.get()
            log.append(("got", name, item))
            await asyncio.sleep(0)
            queue.task_done()

    producers = [asyncio.create_task(produce(i)) for i in range(3)]
    consumers = [asyncio.create_task(consume(i)) for i in range(2)]
    await asyncio.gather(*producers)
    await queue.join()
    for consumer in consumers:
        consumer.cancel()
    results = await asyncio.gather(*consumers, return_exceptions=True)
    print([type(result).__name__ for result in results])
    print(log)
    print(queue.qsize(), queue.empty(), queue.full())


async def not_waiting():
    queue = asyncio.Queue(maxsize=2)
    for step in (queue.get_nowait, queue.task_done):
        try:
            step()
        except Exception as error:
            print(type(error).__name__, error.args)
    for item in "abc":
        try:
            queue.put_nowait(item)
        except asyncio.QueueFull as error:
            print("QueueFull", error.args, isinstance(error, Exception))
    print(queue.full(), queue.get_nowait(), queue.get_nowait(), queue.empty())


async def cancelled_getters():
    queue, log = asyncio.Queue(), []
    a, b = [asyncio.create_task(get(queue, log, name)) for name in "ab"]
    await asyncio.sleep(0)
    queue.put_nowait(1)
    a.cancel()
    await asyncio.sleep(0.02)
    print(log, a.done(), b.done())
    c, d = [asyncio.create_task(get(queue, log, name)) for name in "cd"]
    await asyncio.sleep(0)
    c.cancel()
    queue.put_nowait(2)
    await asyncio.sleep(0.02)
    print(log, c.done(), d.done(), queue.qsize())


async def cancelled_putters():
    queue, log = asyncio.Queue(1), []
    queue.put_nowait("0")
    a, b, c = [asyncio.create_task(put(queue, log, name)) for name in "abc"]
    await asyncio.sleep(0)
    print(queue.get_nowait())
    a.cancel()
    await asyncio.sleep(0.02)
    print(log)
    print(await queue.get())
    await asyncio.sleep(0.02)
    print(await queue.get(), queue.empty(), log, [task.done() for task in (a, b, c)])


# Somebody takes what another one was woken for.
async def stolen():
    queue, log = asyncio.Queue(), []
    a, b = [asyncio.create_task(get(queue, log, name)) for name in "ab"]
    await asyncio.sleep(0)
    queue.put_nowait("x")
    print(queue.get_nowait())
    await asyncio.sleep(0.02)
    queue.put_nowait("y")
    queue.put_nowait("z")
    await asyncio.sleep(0.02)
    print(log)


async def joining():
    queue = asyncio.Queue()
    await queue.join()
    log = []

    async def join(name):
        await queue.join()
        log.append(name)

    for item in range(3):
        queue.put_nowait(item)
    tasks = [asyncio.create_task(join(name)) for name in "ab"]
    for _ in range(3):
        await asyncio.sleep(0)
        print(queue.get_nowait(), log)
        queue.task_done()
    await asyncio.gather(*tasks)
    print(log)


async def with_timeout():
    queue = asyncio.Queue(1)
    try:
        await asyncio.wait_for(queue.get(), 0.01)
    except asyncio.TimeoutError:
        print("nothing to get")
    await queue.put(1)
    try:
        await asyncio.wait_for(queue.put(2), 0.01)
    except asyncio.TimeoutError:
        print("no room")
    print(await asyncio.wait_for(queue.get(), 1), queue.qsize())


# More items than were ever there, first in first out across the growth.
async def growth():
    queue = asyncio.Queue()
    expected = 0
    for size in range(1, 40):
        for i in range(size):
            queue.put_nowait(i)
        for i in range(size):
            if queue.get_nowait() != i:
                print("wrong", size, i)
        expected += size
    for i in range(100):
        queue.put_nowait(i)
        if i % 3 == 0:
            expected += queue.get_nowait()
    rest = [queue.get_nowait() for _ in range(queue.qsize())]
    print(expected, rest == list(range(100 - len(rest), 100)), len(rest))


async def main():
    for part in (
        producers_and_consumers,
        not_waiting,
        cancelled_getters,
        cancelled_putters,
        stolen,
        joining,
        with_timeout,
        growth,
    ):
        print(part.__name__)
        await part()


asyncio.run(main())
