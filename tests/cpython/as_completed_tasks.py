# CPython 3.13
# as_completed as an asynchronous iterator gives the tasks themselves.
import asyncio


async def work(n):
    await asyncio.sleep(0.01 * n)
    return n


async def main():
    tasks = {asyncio.create_task(work(n)): n for n in (3, 1, 2)}
    async for task in asyncio.as_completed(tasks):
        print(tasks[task], task.done(), task.result(), await task)
    try:
        async for task in asyncio.as_completed([work(1), work(10)], timeout=0.03):
            print(task.result())
    except asyncio.TimeoutError:
        print("TimeoutError")


asyncio.run(main())
