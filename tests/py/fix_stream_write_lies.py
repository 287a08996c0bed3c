# A stream written in Python says of its write what it likes, and calls back into the stream that it is under.
import asyncio
import io


class Raw(io.IOBase):
    def __init__(self, answers, on_write=None):
        self.answers, self.on_write, self.got = answers, on_write, []

    def ioctl(self, request, arg):
        return arg if request == 3 else 0

    def write(self, buf):
        self.got.append(bytes(memoryview(buf)))
        if self.on_write:
            on_write, self.on_write = self.on_write, None
            on_write()
        answer = self.answers.pop(0) if self.answers else len(buf)
        return len(buf) if answer == "all" else answer


async def run(name, answers, on_write=None):
    raw = Raw(answers, on_write and (lambda: on_write(stream)))
    stream = asyncio.StreamWriter(raw)
    try:
        stream.write(b"0123456789")
        await stream.drain()
        print(name, raw.got, stream.out_buf)
    except Exception as er:
        print(name, type(er), raw.got, stream.out_buf)


async def main():
    await run("more than it got", [1000])
    await run("more than it got, later", [2, 1000])
    await run("negative", [-5, 3, -1, 2])
    await run("nothing", [0, 0, None, 4, None])
    await run("no int", ["x"])
    await run("huge", [1 << 70])
    await run("writes meanwhile", [None, 5, None], lambda stream: stream.write(b"abc"))
    await run("begins anew", [2, 5], lambda stream: setattr(stream, "out_buf", b"xyz"))

    # Pieces of several kinds, empty ones too, behind what waits.
    stream = asyncio.StreamWriter(Raw([None]))
    for piece in ("text", b"", bytearray(b"-array-"), memoryview(b"view"), "", b"bytes"):
        stream.write(piece)
    print(stream.out_buf)
    await stream.drain()

    # Its len is as little to be trusted.
    class Len:
        def __init__(self, n):
            self.n = n

        def __len__(self):
            return self.n

    for n in (10, -1, 1 << 70, "x", None):
        raw = Raw([10])
        stream = asyncio.StreamWriter(raw)
        raw.got = None
        raw.write = lambda buf: 10
        try:
            stream.write(Len(n))
            print(n, "written")
        except (TypeError, OverflowError):
            print(n, "refused")

    class Short(io.IOBase):
        def ioctl(self, request, arg):
            return arg if request == 3 else 0

        def read(self, n):
            return Len(1 << 70)

    try:
        print(await asyncio.StreamReader(Short()).readexactly(3))
    except (TypeError, OverflowError):
        print("refused")


asyncio.run(main())
