# asyncio.run inside a running task: it either works or raises RuntimeError (as CPython does), and
# the task that called it goes on in both cases.
# Upstream forgets which task is running; the next await crashes with a segmentation fault.
import asyncio


async def inner():
    await asyncio.sleep_ms(0)
    return "inner"


async def child():
    for i in range(3):
        await asyncio.sleep_ms(0)
    return "child"


async def main():
    me = asyncio.current_task()
    t = asyncio.create_task(child())
    for _ in range(2):
        try:
            asyncio.run(inner())
        except RuntimeError:
            pass
        print("after", asyncio.current_task() is me)
        await asyncio.sleep_ms(0)
        print(await t)


asyncio.run(main())
