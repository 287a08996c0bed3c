# A Stream whose write and drain a derived class overrides: awrite calls them; and what such a class stores as `s`, `e` or `out_buf`
# is what the inherited methods use.
import asyncio, io


class Memory(io.IOBase):
    def __init__(self, data=b""):
        self.data = data
        self.out = b""

    def ioctl(self, request, arg):
        return arg

    def read(self, n=-1):
        n = len(self.data) if n < 0 else n
        part, self.data = self.data[:n], self.data[n:]
        return part

    def readinto(self, buf):
        part = self.read(len(buf))
        buf[: len(part)] = part
        return len(part)

    def readline(self):
        return self.read(self.data.find(b"\n") + 1 or -1)

    def write(self, buf):
        self.out += bytes(buf)
        return len(buf)

    def close(self):
        print("closed")


class Shouting(asyncio.StreamWriter):
    def write(self, buf):
        print("write", bytes(buf))
        super().write(bytes(buf).upper())

    async def drain(self):
        print("drain")
        await super().drain()
        return "drained"


class OnlyWrite(asyncio.StreamWriter):
    def write(self, buf):
        self.out_buf += b"<" + bytes(buf) + b">"


class Fails(asyncio.StreamWriter):
    def write(self, buf):
        raise ValueError("write")


class Mixin:
    def write(self, buf):
        print("Mixin.write")
        asyncio.StreamWriter.write(self, buf)


class Mixed(Mixin, asyncio.StreamWriter):
    pass


async def awrite():
    memory = Memory()
    stream = Shouting(memory)
    print(await stream.awrite(b"one"), memory.out)
    print(await stream.awrite(b"offset", 3), await stream.awritestr(b"sizes", 0, 4), memory.out)
    print(await asyncio.stream.stream_awrite(stream, buf=b"named", off=1, sz=2), memory.out)
    print(await asyncio.StreamWriter.awrite(stream, b"class"), memory.out)

    # Nothing runs before it is awaited.
    later = stream.awrite(b"later")
    print("not yet")
    await later

    memory = Memory()
    stream = OnlyWrite(memory)
    await stream.awrite(b"a")
    await stream.awrite(buf=b"b")
    print(memory.out, stream.out_buf)

    try:
        await Fails(memory).awrite(b"never")
    except ValueError as er:
        print(er)
    await Mixed(memory).awrite(b"mixed")
    print(memory.out)


async def attributes():
    first, other = Memory(b"first\n"), Memory(b"other\nline\nrest")
    stream = Shouting(first)
    stream.s = other
    stream.e = {"peername": "me"}
    print(stream.s is other, stream.get_extra_info("peername"))
    print(await stream.readline(), await stream.read(4), await stream.readexactly(1), stream.s is other)
    buf = bytearray(4)
    print(await stream.readinto(buf), buf, first.data)
    stream.out_buf = b"kept"
    stream.write(b" more")
    print(stream.out_buf)
    await stream.drain()
    print(other.out, stream.out_buf)
    stream.mine = 1
    print(stream.mine)
    stream.close()
    await stream.wait_closed()
    await stream.aclose()


async def main():
    await awrite()
    await attributes()


asyncio.run(main())
