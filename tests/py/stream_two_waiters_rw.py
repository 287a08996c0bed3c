# One task reading and another writing on the same stream, waking in any order.
import asyncio

PORT = 8044


async def main():
    peer = []
    got = asyncio.Event()

    async def serve(reader, writer):
        peer.append((reader, writer))
        got.set()

    srv = await asyncio.start_server(serve, "127.0.0.1", PORT)
    reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
    await got.wait()
    preader, pwriter = peer[0]
    writer.s.setsockopt(1, 7, 8192)

    # The writer is blocked, the reader gets data.
    writer.write(bytes(300_000))
    d = asyncio.create_task(writer.drain())
    r = asyncio.create_task(reader.readline())
    await asyncio.sleep_ms(20)
    print(d.done(), r.done())
    pwriter.write(b"line\n")
    await pwriter.drain()
    print(await r, d.done())
    # The reader waits, the writer goes on.
    r = asyncio.create_task(reader.readline())
    await asyncio.sleep_ms(0)
    n = 0
    buf = bytearray(8192)
    while n < 300_000:
        n += await preader.readinto(buf)
    await d
    print(n, r.done())
    # Both are closed by the peer.
    await pwriter.wait_closed()
    print(await r)
    await writer.wait_closed()
    srv.close()
    await srv.wait_closed()


asyncio.run(main())
