# A task that is only said to wait for a stream does not. Upstream puts such a task in the queue twice when it is cancelled.
import asyncio, io
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

    # And one that waits goes on waiting, whatever it is said to do.
    class Stream(io.IOBase):
        ready = 0

        def ioctl(self, request, arg):
            return arg & self.ready if request == 3 else -1

    def wait(s):
        core._io_queue.queue_read(s)
        core.cur_task.data = None
        yield

    streams = [Stream() for _ in range(3)]
    tasks = [asyncio.create_task(wait(s)) for s in streams]
    await asyncio.sleep_ms(5)
    print(tasks[1].cancel(), tasks[2].data)
    for s in streams:
        s.ready = 1
    await asyncio.sleep_ms(5)
    print([t.done() for t in tasks])


asyncio.run(main())
