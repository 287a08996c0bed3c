# A stream whose ioctl says more than it was asked: ready for writing does not end the wait of who reads, nor the other way.
import asyncio, io, time

READ, WRITE, ERROR = 1, 4, 8
SET = 3


class S(io.IOBase):
    def __init__(self, first, then):
        self.first, self.then = first, then
        self.changes = time.ticks_add(time.ticks_ms(), 30)

    def ready(self):
        return time.ticks_diff(time.ticks_ms(), self.changes) >= 0

    def ioctl(self, request, arg):
        if request != SET:
            return -1
        return self.then if self.ready() else self.first

    def read(self, n):
        return b"early" if not self.ready() else b"abc"

    def write(self, buf):
        print("write", self.ready())
        return len(buf)


def wait_write(s):
    yield asyncio.core._io_queue.queue_write(s)
    return s.write(b"abc")


async def ticker():
    while True:
        await asyncio.sleep_ms(1)


async def main():
    # Upstream needs somebody who sleeps then.
    asyncio.create_task(ticker())
    for first, then in ((WRITE, READ), (WRITE, READ | WRITE), (WRITE, ERROR), (READ, WRITE)):
        print(await asyncio.StreamReader(S(first, then)).read(3))
    for first, then in ((READ, WRITE), (READ, ERROR), (WRITE, READ)):
        print(await wait_write(S(first, then)))


asyncio.run(main())
