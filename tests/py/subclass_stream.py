# Stream subclassed from Python, over a stream object that is itself written in Python.
import asyncio, io, select
from asyncio.stream import Stream

MP_STREAM_POLL = 3


class Memory(io.IOBase):
    def __init__(self, data):
        self.inp = data
        self.out = b""
        self.closed = False

    def ioctl(self, req, arg):
        if req == MP_STREAM_POLL:
            return arg & (select.POLLIN | select.POLLOUT)
        return -1

    def readinto(self, buf):
        n = min(len(buf), len(self.inp))
        buf[:n] = self.inp[:n]
        self.inp = self.inp[n:]
        return n

    def read(self, n=-1):
        if n < 0:
            n = len(self.inp)
        r, self.inp = self.inp[:n], self.inp[n:]
        return r

    def readline(self):
        n = self.inp.find(b"\n") + 1
        return self.read(n if n else -1)

    def write(self, buf):
        self.out += bytes(buf)
        return len(buf)

    def close(self):
        self.closed = True


class Packets(Stream):
    def __init__(self, s):
        super().__init__(s, {"peername": "memory"})
        self.packets = 0

    async def read_packet(self):
        n = (await self.readexactly(1))[0]
        self.packets += 1
        return await self.readexactly(n)

    async def readline(self):
        line = await super().readline()
        return line.strip()

    def write(self, buf):
        super().write(bytes([len(buf)]) + buf)


async def main():
    m = Memory(b"\x03abc\x02deline one\nline two\n")
    p = Packets(m)
    print(isinstance(p, Stream), isinstance(p, asyncio.StreamReader), p.s is m)
    print(p.get_extra_info("peername"))
    print(await p.read_packet(), await p.read_packet(), p.packets)
    print(await p.readline(), await p.readline(), await p.readline())
    p.write(b"hello")
    await p.drain()
    print(m.out)
    p.close()
    print(m.closed)
    await p.wait_closed()
    print(m.closed)


asyncio.run(main())
