# Streams: over a pair of sockets, and written in Python.
import asyncio, io, socket

WRITABLE = 4
READABLE = 1
POLL = 3


def socketpair():
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(socket.getaddrinfo("127.0.0.1", 0)[0][-1])
    listener.listen(1)
    one = socket.socket()
    one.connect(sockname(listener))
    two = listener.accept()[0]
    listener.close()
    one.setsockopt(socket.SOL_SOCKET, 7, 4096)  # SO_SNDBUF
    one.setblocking(False)
    two.setblocking(False)
    return one, two


def sockname(s):
    import ffi, struct

    global getsockname
    if getsockname is None:
        getsockname = ffi.open(None).func("i", "getsockname", "iPP")
    name, size = bytearray(16), bytearray(struct.pack("I", 16))
    assert getsockname(s.fileno(), name, size) == 0
    return name


getsockname = None


def prepare(world):
    world.closing[0], world.closing[1] = socketpair()
    pipe = Pipe()
    world.given = [s.close for s in world.closing if s] + [pipe, pipe.shut]


# Whoever fails closes, so that the other learns of it.
async def closing(world, i, function):
    stream = None
    try:
        stream = asyncio.StreamReader(world.closing[i])
        await function(stream)
    finally:
        if stream:
            stream.close()
            await stream.wait_closed()


def start_both(world, function, other):
    world.may_be_reset = True
    try:
        world.start_closing(world.given[0], closing, world, 0, function)
        world.may_fail_with()
        world.start_closing(world.given[1], closing, world, 1, other)
        world.may_fail_with()
    except MemoryError:
        world.given[1]()
        raise


async def conversation(world):
    async def ask(stream):
        stream.write(b"one line\n")
        await stream.drain()
        stream.write(b"1234")
        stream.write(b"567890")
        await stream.drain()
        await stream.awrite(b"into")
        await stream.read(2)
        await stream.read(-1)

    async def answer(stream):
        await stream.readline()
        try:
            await stream.readexactly(10)
        except EOFError:
            return
        await stream.readinto(bytearray(4))
        await stream.awrite(b"answer", 1, 3)

    start_both(world, ask, answer)


async def large(world):
    # More than the sockets' buffers hold, in pieces.
    async def send(stream):
        piece = bytearray(5000)
        for _ in range(20):
            stream.write(piece)
        await asyncio.gather(stream.drain(), stream.drain())
        stream.out_buf, stream.e, stream.s

    async def receive(stream):
        buffer = bytearray(9000)
        while await stream.readinto(buffer):
            pass

    start_both(world, send, receive)


async def abandoned(world):
    # A read that is cancelled, one that comes too late, two at a time, a stream that is closed while somebody waits.
    async def read(stream):
        await asyncio.wait_for_ms(stream.read(1), 1)

    async def write(stream):
        await asyncio.sleep_ms(3)
        await stream.awrite(b"x")

    async def two(stream):
        tasks = []
        try:
            for _ in range(2):
                tasks.append(asyncio.create_task(stream.readline()))
            await asyncio.sleep_ms(0)
        finally:
            stream.close()
            await stream.wait_closed()
        for task in tasks:
            try:
                await task
            except OSError:
                pass

    async def both(stream):
        try:
            await read(stream)
        except asyncio.TimeoutError:
            pass
        await two(stream)

    start_both(world, both, write)


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
    pipe = world.given[2]

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
        except EOFError:
            pass

    # What the stream's own methods lack memory for comes to those who wait for it.
    world.start(receive)
    world.may_fail_with()
    world.start_closing(world.given[3], send)
    world.may_fail_with()


async def by_hand(world):
    # The loop's I/O queue, used as drivers do.
    class Yield:
        def __init__(self):
            self.over = False

        def __iter__(self):
            return self

        def __next__(self):
            if self.over:
                raise StopIteration
            self.over = True

    async def read():
        asyncio.core._io_queue.queue_write(world.closing[0])
        await Yield()
        asyncio.core._io_queue.queue_read(world.closing[0])
        await Yield()
        world.closing[0].recv(1)

    async def write():
        asyncio.core._io_queue.queue_write(world.closing[1])
        await Yield()
        world.closing[1].send(b"x")

    world.may_be_reset = True
    world.start(read)
    world.start_closing(world.given[1], write)


PROGRAMS = "conversation", "large", "abandoned", "written_in_python", "by_hand"
