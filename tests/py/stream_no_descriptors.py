# A process without a free descriptor: what needs none works, and none is lost.
try:
    import asyncio, ffi, os, socket, struct, time, _thread

    libc = ffi.open("libc.so.6")
    setrlimit = libc.func("i", "setrlimit", "iP")
except (ImportError, OSError):
    print("SKIP")
    raise SystemExit

RLIMIT_NOFILE = 7
PORT = 8072


def limit(n):
    setrlimit(RLIMIT_NOFILE, struct.pack("QQ", n, 1024))


def connected(address):
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(address)
    listener.listen(1)
    a = socket.socket()
    a.connect(address)
    b = listener.accept()[0]
    listener.close()
    for s in (a, b):
        s.setblocking(False)
    return a, b


def n_open():
    return sum(1 for _ in os.ilistdir("/proc/self/fd"))


async def echo(s):
    stream = asyncio.StreamWriter(s)
    for _ in range(3):
        stream.write(await stream.readline())
        await stream.drain()


def set_later(flag):
    time.sleep_ms(30)
    flag.set()


async def use(a, b):
    start = time.ticks_ms()
    await asyncio.sleep_ms(20)
    flag = asyncio.ThreadSafeFlag()
    _thread.start_new_thread(set_later, (flag,))
    await flag.wait()
    task = asyncio.create_task(echo(b))
    stream = asyncio.StreamWriter(a)
    for i in range(3):
        await asyncio.sleep_ms(5)
        stream.write(b"%d\n" % i)
        await stream.drain()
        print(await stream.readline())
    await task
    try:
        await asyncio.wait_for_ms(stream.read(1), 20)
    except asyncio.TimeoutError:
        print("timeout")
    elapsed = time.ticks_diff(time.ticks_ms(), start)
    print(80 < elapsed < 600)


def exhaust(n):
    limit(n)
    taken = []
    try:
        while True:
            taken.append(socket.socket())
    except OSError:
        return taken


def close(sockets):
    for s in sockets:
        s.close()


async def main(a, b, n):
    await use(a, b)
    # Closed under a task that waits.
    task = asyncio.create_task(asyncio.StreamReader(b).read(1))
    await asyncio.sleep_ms(5)
    b.close()
    a.close()
    try:
        print(await task)
    except OSError as er:
        print("OSError", er.errno)


for n in (16, 40):
    before = n_open()
    address = socket.getaddrinfo("127.0.0.1", PORT)[0][-1]
    limit(1024)
    # With high descriptors, too.
    low = [socket.socket() for _ in range(n - 16)]
    a, b = connected(address)
    taken = exhaust(n)
    try:
        socket.socket()
    except OSError as er:
        print("none free", er.errno)
    asyncio.new_event_loop()
    asyncio.run(main(a, b, n))
    close(taken)
    close(low)
    limit(1024)
    print("lost", n_open() - before)
    PORT += 1
