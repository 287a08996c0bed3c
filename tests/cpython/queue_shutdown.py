# CPython 3.13
# Queue.shutdown: nothing comes in any more, and who waits learns of it.
import asyncio


async def attempt(name, awaitable, log):
    try:
        log.append((name, await awaitable))
    except asyncio.QueueShutDown as error:
        log.append((name, "shut down", error.args))


def attempt_now(step, *args):
    try:
        print(step(*args))
    except (asyncio.QueueShutDown, asyncio.QueueEmpty) as error:
        print(type(error).__name__)


async def drained():
    queue, log = asyncio.Queue(), []
    queue.put_nowait(1)
    queue.put_nowait(2)
    queue.shutdown()
    attempt_now(queue.put_nowait, 3)
    await attempt("put", queue.put(3), log)
    await attempt("get", queue.get(), log)
    attempt_now(queue.get_nowait)
    attempt_now(queue.get_nowait)
    await attempt("get", queue.get(), log)
    print(log)


async def waiting():
    for immediate in (False, True):
        queue, log = asyncio.Queue(), []
        tasks = [asyncio.create_task(attempt(i, queue.get(), log)) for i in range(3)]
        await asyncio.sleep(0)
        queue.shutdown(immediate)
        await asyncio.gather(*tasks)
        print(log)
        queue, log = asyncio.Queue(1), []
        queue.put_nowait(0)
        tasks = [asyncio.create_task(attempt(i, queue.put(i), log)) for i in range(3)]
        await asyncio.sleep(0)
        queue.shutdown(immediate=immediate)
        await asyncio.gather(*tasks)
        print(log, queue.qsize())


async def joined():
    queue, log = asyncio.Queue(), []
    for i in range(3):
        queue.put_nowait(i)
    print(await queue.get())

    async def join():
        await queue.join()
        log.append("joined")

    task = asyncio.create_task(join())
    await asyncio.sleep(0)
    queue.shutdown(immediate=True)
    await asyncio.sleep(0.02)
    print(log, queue.qsize())
    queue.task_done()
    await task
    print(log)
    try:
        queue.task_done()
    except ValueError as error:
        print(error)


async def main():
    await drained()
    await waiting()
    await joined()
    for cls in (asyncio.LifoQueue, asyncio.PriorityQueue):
        queue = cls()
        queue.put_nowait(1)
        queue.shutdown()
        attempt_now(queue.get_nowait)
        attempt_now(queue.get_nowait)


asyncio.run(main())
