# to_thread and run_in_executor: other threads work while the loop goes on.
import asyncio
import time


def work(seconds, value=None, *, error=None):
    time.sleep(seconds)
    if error:
        raise error
    return value


async def tick(log):
    while True:
        log.append(1)
        await asyncio.sleep(0.005)


async def main():
    loop = asyncio.get_running_loop()
    log = []
    ticker = asyncio.create_task(tick(log))
    print(await asyncio.to_thread(work, 0.05, "value"))
    print(len(log) > 3)
    print(await asyncio.to_thread(work, 0.001, value="by name"))
    try:
        await asyncio.to_thread(work, 0.01, error=ValueError("own"))
    except ValueError as error:
        print("ValueError", error)
    # Several at once.
    print(await asyncio.gather(*[asyncio.to_thread(work, 0.03 - 0.01 * i, i) for i in range(3)]))
    # It begins when it is awaited.
    called = []
    coro = asyncio.to_thread(called.append, 1)
    await asyncio.sleep(0.02)
    print(called)
    await coro
    print(called)
    # And run_in_executor at once.
    future = loop.run_in_executor(None, called.append, 2)
    await asyncio.sleep(0.02)
    print(called, isinstance(future, asyncio.Future))
    print(await future)
    print(await loop.run_in_executor(None, work, 0.001, "executor"))
    try:
        await loop.run_in_executor(None, work)
    except TypeError:
        print("TypeError")
    # Who waits may be cancelled; the thread goes on.
    task = asyncio.create_task(asyncio.to_thread(work, 0.05))
    await asyncio.sleep(0.01)
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        print("cancelled")
    try:
        await asyncio.wait_for(asyncio.to_thread(work, 0.06), 0.01)
    except asyncio.TimeoutError:
        print("timeout")
    ticker.cancel()
    # An idle loop wakes.
    print(await asyncio.to_thread(work, 0.03, "idle"))


asyncio.run(main())
