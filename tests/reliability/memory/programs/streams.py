# Streams over a pair of sockets.
import asyncio, socket


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
    world.given = [s.close for s in world.closing if s]


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


PROGRAMS = "conversation", "large", "abandoned", "by_hand"
