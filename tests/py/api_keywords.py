# Arguments by the names that upstream gives them.
import asyncio
import io


class Memory(io.IOBase):
    def ioctl(self, request, flags):
        return flags

    def readinto(self, buf):
        buf[:] = b"read"
        return 4

    def write(self, buf):
        print("writes", bytes(buf))
        return len(buf)


async def value(x):
    return x


async def main():
    print(await asyncio.sleep(t=0))
    print(await asyncio.sleep_ms(t=1))
    print(await asyncio.create_task(coro=value(1)))
    print(await asyncio.core.create_task(coro=value(2)))
    stream = asyncio.StreamReader(s=Memory(), e={"peername": "somebody"})
    print(stream.get_extra_info(v="peername"))
    buf = bytearray(4)
    print(await stream.readinto(buf=buf), buf)
    print(stream.write(buf=b"abc"))
    for call in (
        lambda: asyncio.sleep(),
        lambda: asyncio.sleep(s=1),
        lambda: asyncio.sleep(1, t=1),
        lambda: asyncio.sleep(1, 2),
        lambda: asyncio.sleep_ms(t=1, u=2),
        lambda: asyncio.create_task(),
        lambda: asyncio.create_task(task=1),
        lambda: asyncio.create_task(1, 2),
        lambda: stream.write(),
        lambda: stream.write(b"", buf=b""),
        lambda: stream.write(data=b""),
        lambda: stream.readinto(buf, buf),
        lambda: stream.get_extra_info(),
        lambda: asyncio.StreamReader.write(buf=b""),
    ):
        try:
            print(call())
        except TypeError:
            print("TypeError")


asyncio.run(main())
