# Numbers that Python code gives, and that are none, negative or too large.
import asyncio, io, sys

# More than a small int holds, and no more than a word.
LARGE = sys.maxsize // 2 + 1


class Part:
    def __init__(self, n):
        self.n = n

    def __len__(self):
        return self.n

    def __radd__(self, other):
        return other


class S(io.IOBase):
    def __init__(self, parts=(), written=()):
        self.parts = list(parts)
        self.written = list(written)
        self.asked = []

    def read(self, n):
        self.asked.append(n)
        return self.parts.pop(0)

    def write(self, buf):
        self.asked.append(len(buf))
        return self.written.pop(0)

    def ioctl(self, request, arg):
        if request == 3:
            return arg
        # Also for the number of a descriptor.
        return self.fileno if request == 10 else -1

    fileno = -1


async def attempt(name, awaitable):
    try:
        print(name, await asyncio.wait_for(awaitable, 1))
    except Exception as er:
        print(name, type(er).__name__)


async def main():
    await attempt("len is str", asyncio.StreamReader(S([Part("long")])).readexactly(3))
    await attempt("len is None", asyncio.StreamReader(S([Part(None)])).readexactly(3))
    await attempt("len negative", asyncio.StreamReader(S([Part(-5), b"", b""])).readexactly(3))
    await attempt("len large", asyncio.StreamReader(S([Part(1 << 80)])).readexactly(3))
    s = S([b"abc"])
    await attempt("read large", asyncio.StreamReader(s).read(LARGE + 1))
    print(s.asked == [LARGE + 1])
    s = S([b"abc", b""])
    await attempt("readexactly large", asyncio.StreamReader(s).readexactly(LARGE + 1))
    print(s.asked == [LARGE + 1, LARGE - 2])
    for written in (LARGE, -1, -LARGE, 1000):
        s = S(written=[written, 3, 3])
        stream = asyncio.StreamReader(s)
        stream.write(b"abc")
        await attempt("written", stream.drain())
    s = S(written=[None, 3])
    await attempt("awrite", asyncio.StreamReader(s).awrite(b"abcdef", 3, LARGE))
    print(s.asked)
    s = S(written=[None, 3])
    await attempt("awrite", asyncio.StreamReader(s).awrite(b"abcdef", -3, LARGE + 7))
    print(s.asked)
    for fileno in (1 << 31, (1 << 32) + 1, LARGE):
        s = S([b"abc"])
        s.fileno = min(fileno, sys.maxsize)
        await attempt("fileno", asyncio.StreamReader(s).read(3))


asyncio.run(main())
