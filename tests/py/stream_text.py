# Streams that give text, as sys.stdin does: what is put together of pieces is bytes, a piece alone is what it was.
import asyncio
import io


class Text(io.IOBase):
    def __init__(self, *pieces):
        self.pieces = list(pieces)

    def ioctl(self, request, flags):
        return flags

    def read(self, n=-1):
        return self.pieces.pop(0) if self.pieces else ""

    readline = read


async def main():
    print(await asyncio.StreamReader(Text("line\n")).readline())
    print(await asyncio.StreamReader(Text("li", "ne\n")).readline())
    print(await asyncio.StreamReader(Text(None, "rest")).readline())
    print(await asyncio.StreamReader(Text("all", "of it")).read())
    print(await asyncio.StreamReader(Text()).read())
    print(await asyncio.StreamReader(Text("abc", "de")).readexactly(5))
    print(await asyncio.StreamReader(Text("abc")).read(3))
    # With a number of bytes it is handed on whatever it is.
    print(await asyncio.StreamReader(Text(None, 5)).read(1))
    print(await asyncio.StreamReader(Text([1, 2])).read(0))


asyncio.run(main())
