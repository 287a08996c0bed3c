# A stream that takes what it likes: out_buf keeps the rest, drain sends it, nothing is lost.
import asyncio, io, select


class Slow(io.IOBase):
    # Takes at most "size" bytes at a time; every third time it takes none and says None, as a
    # socket whose buffer is full does.
    def __init__(self, size):
        self.size = size
        self.got = b""
        self.calls = 0
        self.log = []

    def ioctl(self, req, arg):
        if req == 3:
            return arg & select.POLLOUT
        return -1

    def write(self, buf):
        self.calls += 1
        if self.calls % 3 == 0:
            self.log.append((len(buf), None))
            return None
        n = min(self.size, len(buf))
        self.got += bytes(buf[:n])
        self.log.append((len(buf), n))
        return n


async def main():
    s = Slow(4)
    w = asyncio.StreamWriter(s)
    w.write(b"abcdefghij")
    print(s.got, w.out_buf)
    w.write(b"klm")  # Goes behind what is waiting already.
    print(s.got, w.out_buf)
    await w.drain()
    print(s.got, w.out_buf)
    print(s.log)
    s.log.clear()
    w.write(b"1234")
    print(s.got, w.out_buf)
    w.write(b"56")  # None: all of it waits.
    print(s.got, w.out_buf)
    await w.drain()
    print(s.got, w.out_buf)
    print(s.log)

    # A drain that is cancelled: what has been sent and what hasn't can't be told from each other,
    # but the stream is usable.
    class Stuck(Slow):
        stuck = True

        def ioctl(self, req, arg):
            return 0 if self.stuck and req == 3 else super().ioctl(req, arg)

        def write(self, buf):
            return None if self.stuck else super().write(buf)

    s = Stuck(100)
    w = asyncio.StreamWriter(s)
    w.write(b"stuck")
    try:
        await asyncio.wait_for_ms(w.drain(), 20)
    except asyncio.TimeoutError:
        print("timeout", s.got, w.out_buf)
    s.stuck = False
    await w.drain()
    print(s.got, w.out_buf)


asyncio.run(main())
