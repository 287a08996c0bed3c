# The heap that an object of asyncio's takes for as long as it is kept: prints a line "bytes name" for each.
#
# It runs on an emulated board, which has no sockets: those here are never ready, and are made before anything is measured.
import asyncio, gc, io, select, sys

# As many of each, so that what grows in steps (a dict) is shared out among them.
N = 32


class Socket(io.IOBase):
    accepted = ()

    def ioctl(self, request, arg):
        return arg & select.POLLIN if request == 3 and self.accepted else 0

    def accept(self):
        return self.accepted.pop(), None

    def nothing(self, *_):
        pass

    bind = setsockopt = listen = setblocking = readline = close = nothing


# Stands for the module `socket`: addresses and sockets are those that were prepared.
class Module:
    SOCK_STREAM = SOL_SOCKET = SO_REUSEADDR = 0

    def getaddrinfo(self, *_):
        return self.info

    def socket(self, *_):
        return self.prepared.pop()


sys.modules["socket"] = module = Module()
module.info = [(0, 0, 0, None, None)]


async def nothing():
    pass


async def answer(reader, writer):
    await reader.readline()


def heap():
    gc.collect()
    return gc.mem_alloc()


# What one more takes. The median: now and then something is freed beside it.
def measure(name, make):
    kept, taken = [None] * N, [0] * N
    for i in range(N):
        before = heap()
        kept[i] = make()
        taken[i] = heap() - before
    print(sorted(taken)[N // 2], name)


# Those whose tasks have to come to their waits; N together, because what the loop knows of them grows in steps.
async def servers():
    module.prepared = [Socket() for _ in range(N)]
    kept = [None] * N
    before = heap()
    for i in range(N):
        kept[i] = await asyncio.start_server(answer, None, 0)
    await asyncio.sleep_ms(5)
    print(round((heap() - before) / N), "server")


async def connections():
    listening = Socket()
    module.prepared = [listening]
    server = await asyncio.start_server(answer, None, 0)
    await asyncio.sleep_ms(5)
    sockets = [Socket() for _ in range(N)]
    before = heap()
    listening.accepted = sockets
    while sockets:
        await asyncio.sleep_ms(1)
    await asyncio.sleep_ms(5)
    print(round((heap() - before) / N), "connection")


async def main():
    stream = Socket()
    measure("task", lambda: asyncio.create_task(nothing()))
    # They come to their ends.
    await asyncio.sleep_ms(5)
    measure("event", asyncio.Event)
    measure("lock", asyncio.Lock)
    measure("flag", asyncio.ThreadSafeFlag)
    measure("stream", lambda: asyncio.StreamReader(stream))
    await servers()
    await connections()


asyncio.run(main())
