# Streams that are always ready don't keep tasks from running, nor sleepers from waking.
import asyncio, io, select

counts = {}
stop = False


class Always(io.IOBase):
    def ioctl(self, req, arg):
        if req == 3:
            return arg & (select.POLLIN | select.POLLOUT)
        return -1


def wait_read(s):
    yield asyncio.core._io_queue.queue_read(s)


def wait_write(s):
    yield asyncio.core._io_queue.queue_write(s)


async def io_loop(name, wait):
    s = Always()
    counts[name] = 0
    while not stop:
        await wait(s)
        counts[name] += 1


async def ready_loop(name):
    counts[name] = 0
    while not stop:
        counts[name] += 1
        await asyncio.sleep_ms(0)


async def main():
    global stop
    ts = [
        asyncio.create_task(io_loop("read 1", wait_read)),
        asyncio.create_task(io_loop("read 2", wait_read)),
        asyncio.create_task(io_loop("write", wait_write)),
        asyncio.create_task(ready_loop("ready 1")),
        asyncio.create_task(ready_loop("ready 2")),
    ]
    for _ in range(300):
        await asyncio.sleep_ms(0)
    # Nobody starves; upstream's turns are even.
    print(sorted(counts))
    least = min(counts.values())
    most = max(counts.values())
    print(least >= 75, most <= 4 * least)

    # A sleeper wakes, late perhaps but it does.
    await asyncio.sleep_ms(20)
    print("slept")
    stop = True
    for t in ts:
        await t


asyncio.run(main())
