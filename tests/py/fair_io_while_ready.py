# Tasks that are always ready don't keep I/O from being looked at.
import asyncio, io, select


class Source(io.IOBase):
    ready = False

    def ioctl(self, req, arg):
        if req == 3:
            return arg & select.POLLIN if self.ready else 0
        return -1


turns = 0
stop = False


async def hot():
    global turns
    while not stop:
        turns += 1
        await asyncio.sleep_ms(0)


def wait_read(s):
    yield asyncio.core._io_queue.queue_read(s)


async def reader(s):
    await wait_read(s)
    return turns


async def main():
    global stop, turns
    hots = [asyncio.create_task(hot()) for _ in range(3)]
    s = Source()
    t = asyncio.create_task(reader(s))
    for _ in range(10):
        await asyncio.sleep_ms(0)
    print("waiting", t.done())
    before = turns
    s.ready = True
    after = await t
    # Three tasks take three turns a round; a few rounds is soon enough.
    print("woken soon", after - before <= 12)

    flag = asyncio.ThreadSafeFlag()
    t = asyncio.create_task(flag.wait())
    for _ in range(10):
        await asyncio.sleep_ms(0)
    before = turns
    flag.set()
    await t
    print("flag soon", turns - before <= 12)
    stop = True
    for t in hots:
        await t


asyncio.run(main())
