# Stream over a stream object written in Python: when it is ready, its ioctl decides.
import asyncio, io, select

POLL = 3


class Pipe(io.IOBase):
    def __init__(self):
        self.data = b""
        self.eof = False
        self.polls = 0

    def ioctl(self, req, arg):
        if req != POLL:
            return -1
        self.polls += 1
        ready = select.POLLOUT if len(self.data) < 8 else 0
        if self.data or self.eof:
            ready |= select.POLLIN
        return ready & arg

    def write(self, buf):
        room = 8 - len(self.data)
        if not room:
            return None
        self.data += bytes(buf[:room])
        return min(room, len(buf))

    def read(self, n=-1):
        if not self.data:
            return b"" if self.eof else None
        if n < 0:
            n = len(self.data)
        r, self.data = self.data[:n], self.data[n:]
        return r

    def readinto(self, buf):
        r = self.read(len(buf))
        if r is None:
            return None
        buf[: len(r)] = r
        return len(r)

    def readline(self):
        # As a non-blocking stream does it: what there is, if the line isn't complete.
        i = self.data.find(b"\n")
        return self.read(i + 1 if i >= 0 else -1)


async def produce(w):
    for i in range(5):
        w.write(b"line number %d\n" % i)
        await w.drain()
    w.write(b"the end")
    await w.drain()
    w.s.eof = True


async def main():
    p = Pipe()
    r = asyncio.StreamReader(p)
    w = asyncio.StreamWriter(p)
    t = asyncio.create_task(produce(w))
    print(await r.readline())
    print(await r.readexactly(4), await r.readexactly(11))
    buf = bytearray(14)
    n = 0
    while n < len(buf):
        n += await r.readinto(memoryview(buf)[n:])
    print(buf)
    print(await r.readline())
    print(await r.read())
    await t
    print(await r.read(5), p.polls > 0)

    # Waiting with nothing but such a stream to wait for.
    p.eof = False
    try:
        await asyncio.wait_for_ms(r.read(1), 30)
    except asyncio.TimeoutError:
        print("timeout")


asyncio.run(main())
