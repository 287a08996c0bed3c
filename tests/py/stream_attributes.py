# Streams and servers take attributes, and one that is named like a method is called in its place.
import asyncio
from asyncio.stream import Server, Stream, stream_awrite

PORT = 8064


class Sink:
    def __init__(self):
        self.got = b""

    def write(self, buf):
        self.got += bytes(buf)
        return len(buf)

    def close(self):
        print("closed")


def show(object, *names):
    print([getattr(object, name, "none") for name in names], [hasattr(object, name) for name in names])


async def handle(reader, writer):
    reader.path = "/x"
    print(writer is reader, writer.path)
    await writer.awrite(b"hello\n")
    await writer.wait_closed()


async def of_a_stream():
    sink = Sink()
    s = Stream(sink)
    show(s, "path", "count")
    s.path = "/"
    s.count = 1
    s.count += 1
    show(s, "path", "count")
    del s.path
    show(s, "path", "count")
    for name in ("path", "nothing"):
        try:
            delattr(s, name)
        except AttributeError:
            print("no", name)

    # What belongs to the stream.
    s.out_buf = b"abc"
    print(bytes(s.out_buf))
    s.out_buf = b""
    print(bytes(s.out_buf))
    s.e = {"peername": "nobody"}
    print(s.get_extra_info("peername"), s.e)
    other = Sink()
    s.s = other
    s.write(b"other")
    print(s.s is other, sink.got, other.got)

    # A method of its own, which other methods call.
    inner = s.write

    def write(buf):
        print("write", bytes(buf))
        inner(buf)

    async def drain():
        print("drain")

    s.write = write
    s.drain = drain
    await s.awrite(b"0123456789", 2, 3)
    await s.awrite(b"all")
    del s.write, s.drain
    await s.awrite(b"!")
    print(other.got)
    await s.aclose()


class Own:
    def write(self, buf):
        print("own write", bytes(buf))

    async def drain(self):
        print("own drain")


class Counting(Stream):
    def write(self, buf):
        print("counting write", bytes(buf))
        super().write(buf)

    async def drain(self):
        print("counting drain")


async def of_a_function():
    await stream_awrite(Own(), b"0123456789", 2, 3)
    counting = Counting(Sink())
    await stream_awrite(counting, b"counted")
    print(counting.s.got)
    try:
        await stream_awrite(1, b"")
    except AttributeError:
        print("AttributeError")


async def of_a_server():
    server = await asyncio.start_server(handle, "127.0.0.1", PORT)
    server.name = "first"
    show(server, "name", "s")
    reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
    print(await reader.readline())
    await writer.wait_closed()

    # The name of the task is the server's, whoever stores it.
    task = server.task
    server.task = None
    print(server.task)
    server.task = task
    print(task.done())

    close = server.close

    def closing():
        print("closing")
        close()

    server.close = closing
    async with server:
        pass
    print(task.done(), server.state)


async def of_a_server_without_a_task():
    import socket

    s = socket.socket()
    s.setblocking(False)
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    s.bind(socket.getaddrinfo("127.0.0.1", PORT)[0][-1])
    s.listen(5)
    server = Server()
    server.s = s
    server.task = asyncio.create_task(server._serve(s, handle, None))
    await asyncio.sleep_ms(0)
    print(server.state)
    reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
    print(await reader.readline())
    await writer.wait_closed()
    server.close()
    await server.wait_closed()
    print(server.state, server.task.done())


asyncio.run(of_a_stream())
asyncio.run(of_a_function())
asyncio.run(of_a_server())
asyncio.run(of_a_server_without_a_task())
