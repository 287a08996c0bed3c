# What differs from upstream's asyncio: the section of that name in the README.
import asyncio
from asyncio import core
import io


# The built-in classes call their own methods, not those that a derived class has instead.
class Lock(asyncio.Lock):
    async def acquire(self):
        print("not called")

    def release(self):
        print("not called")


class Bytes(io.IOBase):
    def __init__(self, data):
        self.data = data

    def ioctl(self, request, arg):
        return arg

    def read(self, n):
        return self.data

    def write(self, buf):
        print("written", bytes(buf))
        return len(buf)


class Stream(asyncio.StreamReader):
    def write(self, buf):
        print("write", buf)

    async def drain(self):
        print("drain")


class Flag(asyncio.ThreadSafeFlag):
    def ioctl(self, request, arg):
        print("not called")


async def overridden():
    lock = Lock()
    async with lock:
        print(lock.locked())
    print(lock.locked())
    stream = Stream(Bytes(b""))
    await stream.awrite(b"one")
    # These do.
    await asyncio.stream.stream_awrite(stream, b"two")
    stream = asyncio.StreamReader(Bytes(b""))
    stream.write = lambda buf: print("attribute", buf)
    await stream.awrite(b"three")
    flag = Flag()
    flag.set()
    await flag.wait()
    # What it stores under a name of the built-in part is its own.
    stream = Stream(Bytes(b"first"))
    stream.s = Bytes(b"other")
    print(stream.s.data, await stream.read(5))


# One awaitable for all who wait.
async def shared():
    event, lock, flag = asyncio.Event(), asyncio.Lock(), asyncio.ThreadSafeFlag()
    print(event.wait() is event.wait(), lock.acquire() is lock.acquire(), flag.wait() is flag.wait())
    print(event.waiting is event.wait())
    event.set()
    kept = event.wait()
    print(await kept, await kept)


# What the library does not look up, and what it looks up and checks.
async def assigned():
    sleep_ms = core.sleep_ms
    core.sleep_ms = None
    await asyncio.sleep(0)
    core.sleep_ms = sleep_ms
    for name in "_task_queue", "_io_queue", "cur_task":
        try:
            setattr(core, name, object())
        except TypeError as er:
            print(name, er)


# Copies.
async def copies():
    queue = core._io_queue
    queue.map[id(queue)] = 1
    print(queue.map, queue.map is queue.map, queue.poller is queue.poller)
    print(hasattr(core.SingletonGenerator(), "state"))


async def main():
    await overridden()
    await shared()
    await assigned()
    await copies()


asyncio.run(main())

# new_event_loop() empties the queues.
before = core._task_queue
asyncio.new_event_loop()
print(core._task_queue is before)
