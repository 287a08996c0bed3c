# Everything at once for SECONDS, which the runner sets as it does SEED, and CHECKS times in it a pause in which the heap is
# looked at.  Each worker goes round and round, and says what it has done; in the pause all of them wait at the gate.
import asyncio, gc, io, micropython, random, select, sys, time

UNIX = sys.platform == "linux"
PORT = 8072
POLL = 3
random.seed(SEED)
done = {}
wrong = []


class Planned(Exception):
    pass


def did(what):
    done[what] = done.get(what, 0) + 1


def some(ms):
    return random.randrange(1, ms)


# --- the gate

going, all_wait = asyncio.Event(), asyncio.ThreadSafeFlag()
at_work = []


async def worker(round):
    at_work.append(round)
    while True:
        if not going.is_set():
            at_work.remove(round)
            if not at_work:
                all_wait.set()
            await going.wait()
            at_work.append(round)
        try:
            await round()
        except asyncio.CancelledError:
            raise
        except Exception as er:
            sys.print_exception(er)
            wrong.append(round)
            raise


# --- rounds


async def sleeping():
    start, ms = time.ticks_ms(), some(60)
    await asyncio.sleep_ms(ms)
    assert time.ticks_diff(time.ticks_ms(), start) >= ms
    did("sleep")


event = asyncio.Event()


async def waits(event):
    await event.wait()
    return 1


async def events():
    tasks = [asyncio.create_task(waits(event)) for _ in range(4)]
    await asyncio.sleep_ms(some(40))
    assert not any(task.done() for task in tasks)
    event.set()
    assert await asyncio.gather(*tasks) == [1] * 4
    event.clear()
    did("event")


lock = asyncio.Lock()
holders = 0


async def locks():
    global holders
    async with lock:
        assert holders == 0
        holders += 1
        await asyncio.sleep_ms(some(10))
        holders -= 1
    await asyncio.sleep_ms(some(50))
    did("lock")


flag, other_flag = asyncio.ThreadSafeFlag(), asyncio.ThreadSafeFlag()


async def flags():
    await asyncio.wait_for_ms(flag.wait(), 2000)
    await asyncio.sleep_ms(some(30))
    did("flag of an interrupt")


def scheduled(_):
    other_flag.set()


async def schedules():
    micropython.schedule(scheduled, None)
    await asyncio.wait_for_ms(other_flag.wait(), 2000)
    await asyncio.sleep_ms(some(50))
    did("flag of a callback")


async def child(i, ms):
    await asyncio.sleep_ms(ms)
    if i % 2:
        raise Planned(i)
    return i


async def gathers():
    results = await asyncio.gather(*(child(i, some(20)) for i in range(8)), return_exceptions=True)
    assert [r.args[0] if isinstance(r, Planned) else r for r in results] == list(range(8))
    try:
        await asyncio.gather(child(0, some(20)), child(1, some(20)), child(2, some(20)))
        assert False
    except Planned:
        pass
    await asyncio.sleep_ms(20 + some(50))
    did("gather")


async def timeouts():
    try:
        assert await asyncio.wait_for(asyncio.wait_for_ms(child(0, some(30)), some(30)), 0.02) == 0
        did("wait_for in time")
    except asyncio.TimeoutError:
        did("wait_for too late")
    await asyncio.sleep_ms(some(30))


never, held = asyncio.Event(), asyncio.Lock()


async def nothing(awaitable):
    try:
        await awaitable
        assert False
    finally:
        await asyncio.sleep_ms(1)


async def cancels():
    stream = asyncio.StreamReader(Pipe())
    await held.acquire()
    for what in (asyncio.sleep(9), never.wait(), held.acquire(), asyncio.wait_for(never.wait(), 9),
                 asyncio.gather(asyncio.sleep(9), never.wait()), stream.read(1)):  # fmt: skip
        task = asyncio.create_task(nothing(what))
        await asyncio.sleep_ms(random.randrange(6))
        task.cancel()
        try:
            await task
            assert False
        except asyncio.CancelledError:
            pass
    held.release()
    await asyncio.sleep_ms(some(50))
    did("cancel")


async def failures():
    asyncio.create_task(child(1, some(30)))
    await asyncio.sleep_ms(40)


def handler(loop, context):
    if isinstance(context["exception"], Planned):
        did("failed task")
    else:
        sys.print_exception(context["exception"])
        wrong.append(handler)


class Pipe(io.IOBase):
    """A stream that is written in Python.  What it keeps stays at one place in the heap."""

    def __init__(self):
        self.data = bytearray(64)
        self.size = 0

    def ioctl(self, request, arg):
        if request != POLL:
            return 0
        return arg & ((select.POLLIN if self.size else 0) | (select.POLLOUT if self.size < 64 else 0))

    def read(self, n):
        n = min(n, self.size)
        data = bytes(self.data[:n])
        self.data[: 64 - n] = self.data[n:]
        self.size -= n
        return data or None

    def readline(self, size=64):
        return self.read(min(size, self.data.find(b"\n", 0, self.size) + 1 or size))

    def write(self, data):
        n = min(len(data), 64 - self.size)
        self.data[self.size : self.size + n] = bytes(data[:n])
        self.size += n
        return n or None


async def writes(writer, lines):
    for line in lines:
        writer.write(line)
        await writer.drain()
        await asyncio.sleep_ms(some(5))


async def talk(reader, writer):
    lines = [bytes([65 + i]) * random.randrange(150) + b"\n" for i in range(4)]
    writing = asyncio.create_task(writes(writer, lines))
    reader.limit = random.choice((0, 150))
    assert await reader.readline() == lines[0]
    assert await reader.readexactly(len(lines[1])) == lines[1]
    assert await reader.readline() == lines[2]
    assert await reader.readexactly(len(lines[3])) == lines[3]
    await writing


kept = Pipe()


async def pipes():
    await talk(asyncio.StreamReader(kept), asyncio.StreamWriter(kept, {}))
    pipe = Pipe()
    await talk(asyncio.StreamReader(pipe), asyncio.StreamWriter(pipe, {}))
    await asyncio.sleep_ms(some(50))
    did("stream written in Python")


# --- sockets


async def echo(reader, writer):
    try:
        while True:
            data = await reader.read(2000)
            if not data:
                break
            writer.write(data)
            await writer.drain()
    except OSError:
        did("connection reset")
    await writer.wait_closed()


async def connections():
    reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
    how = random.randrange(5)
    if how == 0:
        writer.write(b"x" * 40000)  # and nobody reads what comes back
        await asyncio.sleep_ms(some(5))
    elif how == 1:
        try:
            await asyncio.wait_for_ms(reader.readline(), some(10))
            assert False
        except asyncio.TimeoutError:
            pass
    else:
        await talk(reader, writer)
        writer.write(b"y" * 20000)
        assert await reader.readexactly(20000) == b"y" * 20000
    await writer.wait_closed()
    await asyncio.sleep_ms(some(20))
    did("connection")


async def long_connection():
    global long
    if long is None:
        long = await asyncio.open_connection("127.0.0.1", PORT)
    await talk(*long)
    await asyncio.sleep_ms(some(20))
    did("talk on one connection")


long = None


async def servers():
    server = await asyncio.start_server(echo, "127.0.0.1", PORT + 1)
    reader, writer = await asyncio.open_connection("127.0.0.1", PORT + 1)
    await talk(reader, writer)
    await writer.wait_closed()
    server.close()
    await server.wait_closed()
    await asyncio.sleep_ms(some(50))
    did("server")


# --- who sets the flag


def thread():
    while not ended:
        if going.is_set():
            flag.set()
        time.sleep_ms(3)


ended = False
ROUNDS = [sleeping] * 5 + [locks] * 3 + [flags, schedules, events, gathers, timeouts, timeouts, cancels, failures, pipes]
SOCKET_ROUNDS = [connections] * 3 + [long_connection, servers]


def look(seconds):
    for _ in range(3):
        gc.collect()
    fds = 0
    if UNIX:
        import os

        fds = len(list(os.ilistdir("/proc/self/fd")))
        gc.collect()
    print("after", seconds, "s", fds, "descriptors", gc.mem_free(), "free")
    micropython.mem_info()


async def main():
    global ended
    asyncio.get_event_loop().set_exception_handler(handler)
    rounds = ROUNDS
    if UNIX:
        import _thread

        server = await asyncio.start_server(echo, "127.0.0.1", PORT, 20)
        rounds = ROUNDS + SOCKET_ROUNDS
        _thread.start_new_thread(thread, ())
    else:
        import irqtest

        irqtest.start(flag, 3070, 0x3FFFFFFF, irqtest.FREE)
    tasks = [asyncio.create_task(worker(round)) for round in rounds]
    for check in range(1, CHECKS + 1):
        going.set()
        await asyncio.sleep_ms(SECONDS * 1000 // CHECKS)
        going.clear()
        try:
            await asyncio.wait_for(all_wait.wait(), 10)
        except asyncio.TimeoutError:
            print("still at work:", [rounds.index(round) for round in at_work], asyncio.core.ticks(), flag.state, held.state, lock.state)
            raise
        # What others are about to end: connections, and children of gathers that have failed.
        await asyncio.sleep_ms(300)
        look(check * SECONDS // CHECKS)
    ended = True
    for task in tasks:
        task.cancel()
    if UNIX:
        await long[1].wait_closed()
        server.close()
        await server.wait_closed()


async def once_more():
    return await asyncio.wait_for(child(0, 5), 1)


asyncio.run(main())
print(sorted(done.items()))
print("ended", asyncio.run(once_more()), wrong)
