# A limit for the lines of a stream: readline raises ValueError instead of holding more and more.  Upstream's has none.
import asyncio, io, select

PORT = 8066
POLL = 3


async def line(stream):
    try:
        return await stream.readline()
    except ValueError as er:
        return er


# --- over a connection, whatever pieces a line comes in

# The pieces, and how many lines and errors come of them.
PIECES = (
    (1, b"12345678\n"),  # as long as may be
    (1, b"1234", b"5678", b"\n"),
    (1, b"\n"),
    (3, b"12345678", b"9rest\nnext\n"),  # one byte too long: what follows is left
    (3, b"123456789\nnext\n"),
    (3, b"1234", b"5678901", b"2345\nnext\n"),
    (5, b"abc\n" * 5),
    (1, b"x" * 100000),  # a line without end
)


async def send(reader, writer):
    for _, *pieces in PIECES:
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep_ms(5)
        await reader.readexactly(1)
    writer.write(b"12345678")  # the rest of a stream, as long as may be
    await writer.wait_closed()


async def connection():
    server = await asyncio.start_server(send, "127.0.0.1", PORT)
    reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
    print(reader.limit)
    reader.limit = 8
    print(reader.limit, writer.limit)
    for count, *pieces in PIECES:
        for _ in range(count):
            print(await line(reader))
        if len(pieces[0]) > 1000:
            # The first nine bytes are gone, no other is.
            print(len(await reader.readexactly(100000 - 9)))
        writer.write(b".")
    print(await line(reader), await line(reader))
    await writer.wait_closed()
    server.close()
    await server.wait_closed()


# --- each connection of a server, and without a limit again


async def serve(reader, writer):
    reader.limit = 20
    while True:
        try:
            text = await reader.readline()
        except ValueError:
            writer.write(b"too long\n")
            break
        if not text:
            break
        writer.write(text)
    await writer.wait_closed()


async def server():
    server = await asyncio.start_server(serve, "127.0.0.1", PORT)
    reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
    writer.write(b"short\n")
    reader.limit = 3
    print(await line(reader))
    reader.limit = 0
    print(await line(reader))
    writer.write(b"y" * 21)
    print(await line(reader))
    await writer.wait_closed()
    server.close()
    await server.wait_closed()


# --- streams that are written in Python


class Text(io.IOBase):
    def __init__(self, data, piece=1000):
        self.data, self.piece, self.asked, self.waits = data, piece, [], 0

    def ioctl(self, request, arg):
        return arg & select.POLLIN if request == POLL else -1

    def readline(self, size=-1):
        self.asked.append(size)
        self.waits += 1
        if self.waits % 2 == 0:
            return None
        size = min(self.piece, 10000 if size < 0 else size)
        end = self.data.find(b"\n", 0, size) + 1 or size
        text, self.data = self.data[:end], self.data[end:]
        return text


class Generous(Text):
    """Gives more than it was asked for."""

    def readline(self, size=-1):
        return super().readline()


class Unasked(Text):
    def readline(self):
        return super().readline()


class Lines(asyncio.StreamReader):
    def __init__(self, s):
        super().__init__(s, limit=5)


async def python():
    for piece in (1, 3, 1000):
        text = Text(b"12345\n123456\nrest", piece)
        stream = asyncio.StreamReader(text, limit=5)
        for _ in range(4):
            print(await line(stream))
    text = Text(b"a" * 300 + b"\n")
    stream = asyncio.StreamReader(text, {}, limit=299)
    print(await line(stream), text.data, text.asked)
    print(await line(asyncio.StreamReader(Text(b"b" * 300), limit=300)) == b"b" * 300)

    print(await line(Lines(Text(b"123456"))), await line(Lines(Text(b"12345\n"))))
    for data in (b"123456\n", b"12345\n", b"123456", b"1" * 500):
        print(await line(asyncio.StreamReader(Generous(data), limit=5)))
    # Who sets no limit may have a stream whose readline takes no size.
    stream = asyncio.StreamReader(Unasked(b"123456\n123456\n"))
    print(await line(stream))
    stream.limit = 5
    try:
        await stream.readline()
    except TypeError:
        print("TypeError")


# --- limits


def limits():
    stream = asyncio.StreamReader(Text(b""))
    for limit in (7, 0, -1, True, None, "8"):
        try:
            stream.limit = limit
            print(stream.limit)
        except TypeError:
            print("TypeError")
    try:
        del stream.limit
    except AttributeError:
        print("AttributeError")


async def largest():
    stream = asyncio.StreamReader(Text(b"line\n"))
    limit = 1
    while True:
        try:
            stream.limit = limit
        except OverflowError:
            break
        limit = limit * 2 + 1
    print(stream.limit + 1 == 1 << len(bin(stream.limit)) - 2, await line(stream))


asyncio.run(connection())
asyncio.run(server())
asyncio.run(python())
limits()
asyncio.run(largest())
