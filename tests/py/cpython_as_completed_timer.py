# When all of them have ended the time limit of as_completed leaves the queue, however many have ended before.
import asyncio


async def work(ms):
    await asyncio.sleep_ms(ms)
    return ms


async def main():
    for n in range(1, 4):
        for coroutine in asyncio.as_completed([work(3 * i) for i in range(n)], timeout=10):
            await coroutine
        await asyncio.sleep_ms(0)
        print(n, asyncio.core._task_queue.peek())
    # Nobody takes the others.
    await next(asyncio.as_completed([work(0), work(3), work(6)], timeout=10))
    await asyncio.sleep_ms(15)
    print(asyncio.core._task_queue.peek())


asyncio.run(main())
