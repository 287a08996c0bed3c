# Two megabytes each way at the same time, through small socket buffers.
import asyncio

PORT = 8024
SIZE = 2 << 20
CHUNK = 4096


def pattern(i):
    return bytes(((i * 7 + j) & 0xFF for j in range(256))) * (CHUNK // 256)


PATTERNS = [pattern(i) for i in range(8)]


async def send(writer, seed):
    writer.s.setsockopt(1, 7, 8192)  # SOL_SOCKET, SO_SNDBUF
    for i in range(SIZE // CHUNK):
        writer.write(PATTERNS[(i + seed) % 8])
        if i % 16 == 0:
            # Not after each write, so that the buffer of the stream is used as well.
            await writer.drain()
    await writer.drain()
    return "sent"


async def receive(reader, seed):
    for i in range(SIZE // CHUNK):
        data = await reader.readexactly(CHUNK)
        if data != PATTERNS[(i + seed) % 8]:
            return "wrong at %d" % i
    return "received"


async def main():
    done = asyncio.Event()

    async def serve(reader, writer):
        print("server", await asyncio.gather(send(writer, 1), receive(reader, 2)))
        done.set()
        await writer.wait_closed()

    srv = await asyncio.start_server(serve, "127.0.0.1", PORT)
    reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
    r = await asyncio.gather(send(writer, 2), receive(reader, 1))
    await done.wait()
    print("client", r)
    print(await reader.read(), writer.out_buf)
    await writer.wait_closed()
    srv.close()
    await srv.wait_closed()


asyncio.run(main())
