# Methods that a program stores in an instance of no derived class: what calls a method through `self` calls those.
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


async def locks():
    lock = asyncio.Lock()
    plain_acquire, plain_release = lock.acquire, lock.release

    async def acquire():
        print("acquire")
        await plain_acquire()
        return "mine"

    def release():
        print("release")
        plain_release()

    lock.acquire = acquire
    async with lock as got:
        print(got, lock.locked())
    lock.release = release
    async with lock as got:
        print(got, lock.locked())
    try:
        async with lock:
            raise ValueError(1)
    except ValueError as er:
        print(er, lock.locked())

    # What release returns decides whether the exception goes on.
    lock.release = lambda: plain_release() or True
    async with lock:
        raise ValueError(2)
    lock.release = release

    # Cancelled on the way to the lock.
    del lock.acquire
    await lock.acquire()
    task = asyncio.create_task(lock.acquire())
    await asyncio.sleep_ms(0)
    plain_release()
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        print("cancelled", lock.locked())
    del lock.release
    async with lock as got:
        print(got, lock.locked())

    # A name that means nothing to the lock changes nothing.
    lock.name = "a"
    async with lock as got:
        print(lock.name, got, lock.locked())
    # The library's own, stored: a bound method, called.
    lock.acquire, lock.release = lock.acquire, lock.release
    async with lock as got:
        print(got, lock.locked())
    print(lock.locked())


async def flags():
    flag = asyncio.ThreadSafeFlag()
    flag.ioctl = lambda request, arg: arg
    await asyncio.wait_for(flag.wait(), 1)
    print("ready")
    del flag.ioctl
    flag.set()
    await flag.wait()
    calls = []
    plain = flag.set
    flag.set = lambda: calls.append(plain())
    flag.set()
    await flag.wait()
    print(calls, flag.state)


async def events():
    event = asyncio.Event()
    plain = event.set
    event.set = lambda: print("set", plain())
    event.set()
    print(event.is_set(), await event.wait())


async def streams():
    stream = asyncio.StreamWriter(Text())
    plain = stream.write
    stream.write = lambda data: plain(bytes(data) + b"!")
    await stream.awrite(b"a")
    await asyncio.stream.stream_awrite(stream, b"b")

    async def drain():
        print("drain")

    stream.drain = drain
    await stream.awrite(b"c")
    del stream.write, stream.drain
    await stream.awrite(b"d")


async def servers():
    server = asyncio.stream.Server()

    async def wait_closed():
        print("wait_closed")

    server.close = lambda: print("close")
    server.wait_closed = wait_closed
    async with server as entered:
        print(entered is server)


async def main():
    await locks()
    await flags()
    await events()
    await streams()
    await servers()


asyncio.run(main())
