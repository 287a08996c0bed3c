# wait_closed() closes when it is awaited, not when it is called.
import asyncio
import io


class Text(io.IOBase):
    def ioctl(self, request, arg):
        return arg

    def write(self, data):
        print("written", bytes(data))
        return len(data)

    def close(self):
        print("closed")


async def main():
    for name in "wait_closed", "aclose":
        stream = asyncio.StreamWriter(Text())
        closing = getattr(stream, name)()
        print(name)
        stream.write(b"a")
        print(await closing)

    stream = asyncio.StreamWriter(Text())
    task = asyncio.create_task(stream.wait_closed())
    stream.write(b"b")
    await stream.drain()
    await task

    class Fails(Text):
        def close(self):
            raise OSError(5)

    closing = asyncio.StreamWriter(Fails()).wait_closed()
    try:
        await closing
    except OSError as er:
        print("OSError", er.errno)


asyncio.run(main())
