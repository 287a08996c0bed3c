# drain always gives the other tasks one turn, so that a loop of write and drain can't hog.
import asyncio, io, select


class Null(io.IOBase):
    def ioctl(self, req, arg):
        if req == 3:
            return arg & (select.POLLIN | select.POLLOUT)
        return -1

    def write(self, buf):
        return len(buf)


count = 0


async def ticker():
    global count
    while True:
        count += 1
        await asyncio.sleep_ms(0)


async def main():
    t = asyncio.create_task(ticker())
    await asyncio.sleep_ms(0)
    w = asyncio.StreamWriter(Null())
    for write in (False, True):
        before = count
        for _ in range(10):
            if write:
                w.write(b"x")
            await w.drain()
        print(count - before)
    t.cancel()


asyncio.run(main())
