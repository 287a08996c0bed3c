# A task that is only said to wait for a stream does not. Upstream puts such a task in the queue twice when it is cancelled.
import asyncio
from asyncio import core


async def nap(name):
    try:
        await asyncio.sleep_ms(0)
        print(name)
    except asyncio.CancelledError:
        print(name, "cancelled")


async def main():
    tasks = [asyncio.create_task(nap(name)) for name in "abc"]
    await asyncio.sleep_ms(0)
    tasks[1].data = core._io_queue
    core._io_queue.remove(tasks[1])
    print(tasks[1].cancel())
    await asyncio.gather(*tasks)


asyncio.run(main())
