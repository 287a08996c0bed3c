# A Python stream that reports an error or hang-up when polled wakes whoever waits for it.
import asyncio, io, select


class Odd(io.IOBase):
    def __init__(self, event):
        self.event = event

    def ioctl(self, req, arg):
        if req == 3:
            return self.event
        return -1

    def read(self, n):
        return b"read"

    def write(self, buf):
        return len(buf)


def wait_write(s):
    yield asyncio.core._io_queue.queue_write(s)
    return "writable"


async def main():
    for event in (select.POLLERR, select.POLLHUP, select.POLLIN | select.POLLHUP):
        s = asyncio.StreamReader(Odd(event))
        print(event, await asyncio.wait_for_ms(s.read(4), 1000))
    for event in (select.POLLERR, select.POLLHUP, select.POLLOUT | select.POLLERR):
        print(event, await asyncio.wait_for_ms(wait_write(Odd(event)), 1000))


asyncio.run(main())
