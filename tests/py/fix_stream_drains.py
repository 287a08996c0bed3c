# What was sent leaves the buffer when it is sent: two drains at once and one that is cancelled send each byte once, in
# order. (Upstream's send from the beginning again.)
import asyncio
import hashlib
import socket

PORT = 8062
SIZE = 100000
data = bytes(range(256)) * (SIZE // 256)


async def collect(result, reader):
    h, n = hashlib.sha256(), 0
    while True:
        part = await reader.read(5000)
        if not part:
            break
        h.update(part)
        n += len(part)
        await asyncio.sleep_ms(1)
    result.append((n, h.digest()))


async def send(name, use, expected):
    result = []
    done = asyncio.Event()

    async def serve(reader, writer):
        # So that little is on its way (SO_RCVBUF, SO_SNDBUF).
        writer.s.setsockopt(socket.SOL_SOCKET, 8, 4096)
        await collect(result, reader)
        await writer.wait_closed()
        done.set()

    server = await asyncio.start_server(serve, "127.0.0.1", PORT)
    reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
    writer.s.setsockopt(socket.SOL_SOCKET, 7, 4096)
    await use(writer)
    await writer.wait_closed()
    await done.wait()
    server.close()
    await server.wait_closed()
    n, digest = result[0]
    print(name, n == len(expected), digest == hashlib.sha256(expected).digest())


async def two_drains(w):
    w.write(data)
    await asyncio.gather(w.drain(), w.drain(), w.drain())
    print(w.out_buf)


async def cancelled(w):
    w.write(data)
    for _ in range(5):
        try:
            await asyncio.wait_for_ms(w.drain(), 2)
        except asyncio.TimeoutError:
            pass
    await w.drain()


async def written_meanwhile(w):
    w.write(data)
    task = asyncio.create_task(w.drain())
    for i in range(100):
        w.write(b"%d" % i)
        await asyncio.sleep_ms(0)
    await task
    await w.drain()


async def by_hand(w):
    # What is kept can be seen, and replaced.
    w.write(data)
    rest = w.out_buf
    print(type(rest), 0 < len(rest) < len(data), rest == data[-len(rest) :])
    w.out_buf = b""
    await w.drain()
    w.out_buf = rest
    await w.drain()
    for bad in (5, None):
        try:
            w.out_buf = bad
            print("no error")
        except TypeError:
            print("TypeError", w.out_buf)


async def main():
    await send("two drains", two_drains, data)
    await send("cancelled", cancelled, data)
    await send("written meanwhile", written_meanwhile, data + b"".join(b"%d" % i for i in range(100)))
    await send("by hand", by_hand, data)


asyncio.run(main())
