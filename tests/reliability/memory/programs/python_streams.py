# Streams written in Python.
import asyncio, io

WRITABLE = 4
READABLE = 1
POLL = 3


def prepare(world):
    pipe = Pipe()
    world.given = pipe, pipe.shut


class Pipe(io.IOBase):
    """What is written can be read."""

    def __init__(self):
        self.data = b""
        self.closed = False

    def write(self, data):
        data = bytes(data[:3])
        self.data += data
        return len(data)

    def read(self, n=-1):
        if n < 0:
            n = len(self.data)
        data, self.data = self.data[:n], self.data[n:]
        return data or (b"" if self.closed else None)

    def readinto(self, buffer):
        data = self.read(len(buffer))
        if data is None:
            return None
        buffer[: len(data)] = data
        return len(data)

    def readline(self):
        return self.read(self.data.find(b"\n") + 1 or -1)

    def close(self):
        pass

    def shut(self):
        self.closed = True

    def ioctl(self, request, flags):
        if request != POLL:
            return 0
        return flags & (WRITABLE | (READABLE if self.data or self.closed else 0))


async def written_in_python(world):
    pipe, shut = world.given

    async def send():
        stream = asyncio.StreamWriter(pipe, {"name": "pipe"})
        stream.get_extra_info("name")
        stream.write(b"a line\nmore")
        await stream.drain()
        await stream.awrite(b"12345")

    async def receive():
        try:
            stream = asyncio.StreamReader(pipe)
            await stream.readline()
            await stream.readexactly(4)
            await stream.readinto(bytearray(2))
            await stream.read()
        except EOFError as error:
            assert len(error.partial) < error.expected

    # What the stream's own methods lack memory for comes to those who wait for it.
    world.start(receive)
    world.may_fail_with()
    world.start_closing(shut, send)
    world.may_fail_with()


PROGRAMS = ("written_in_python",)
