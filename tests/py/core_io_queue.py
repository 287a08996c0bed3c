# _io_queue.queue_read/queue_write/remove used from a plain generator, as third parties do.
import asyncio, socket
from asyncio import core


def pair():
    srv = socket.socket()
    srv.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    srv.bind(socket.getaddrinfo("127.0.0.1", 8010)[0][-1])
    srv.listen(1)
    a = socket.socket()
    a.connect(socket.getaddrinfo("127.0.0.1", 8010)[0][-1])
    b, _ = srv.accept()
    srv.close()
    a.setblocking(False)
    b.setblocking(False)
    return a, b


def read(s, n):
    print("queue_read returns", core._io_queue.queue_read(s))
    yield
    return s.read(n)


def write(s, data):
    yield core._io_queue.queue_write(s)
    return s.write(data)


async def reader(s):
    data = await read(s, 100)
    print("read", data)
    return data


async def main():
    a, b = pair()
    # A socket is writable at once.
    print("wrote", await write(a, b"hello"))
    print("read", await read(b, 100))

    # The reader waits until something arrives.
    t = asyncio.create_task(reader(b))
    await asyncio.sleep_ms(20)
    print("waiting", t.done())
    await write(a, b"again")
    print(await t)

    # One socket, one task reading and another writing.
    t = asyncio.create_task(reader(a))
    await asyncio.sleep_ms(0)
    print("wrote", await write(a, b"x"), t.done())
    await write(b, b"y")
    await t

    # remove(task) takes the task off whatever stream it waits for; the stream is free again.
    t = asyncio.create_task(reader(a))
    await asyncio.sleep_ms(0)
    print(t.data is core._io_queue)
    core._io_queue.remove(t)
    await write(b, b"z")
    await asyncio.sleep_ms(20)
    print("removed", t.done())
    print("read", await read(a, 100))

    # Cancelling does the same, and wakes the task.
    t = asyncio.create_task(reader(a))
    await asyncio.sleep_ms(0)
    t.cancel()
    try:
        await t
    except asyncio.CancelledError:
        print("cancelled")
    await write(b, b"after")
    print("read", await read(a, 100))
    a.close()
    b.close()


asyncio.run(main())
