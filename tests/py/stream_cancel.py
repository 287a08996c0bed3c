# A read or drain that is cancelled or times out: the stream can be used afterwards, nothing that
# arrived meanwhile is lost.
import asyncio

PORT = 8036


async def main():
    peer = []

    async def serve(reader, writer):
        peer.append((reader, writer))

    srv = await asyncio.start_server(serve, "127.0.0.1", PORT)
    reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
    while not peer:
        await asyncio.sleep_ms(1)
    preader, pwriter = peer[0]

    buf = bytearray(4)
    for name, args in (("read", (4,)), ("readexactly", (4,)), ("readline", ()), ("readinto", (buf,))):
        # Cancelled.
        t = asyncio.create_task(getattr(reader, name)(*args))
        await asyncio.sleep_ms(0)
        t.cancel()
        try:
            await t
        except asyncio.CancelledError:
            print(name, "cancelled")
        # Timed out.
        try:
            await asyncio.wait_for_ms(getattr(reader, name)(*args), 20)
        except asyncio.TimeoutError:
            print(name, "timeout")
        pwriter.write(b"abc\n")
        await pwriter.drain()
        print(await asyncio.wait_for(getattr(reader, name)(*args), 1), buf)

    # Read and write on the same stream: cancelling the reader leaves the writer alone.
    writer.s.setsockopt(1, 7, 8192)
    big = bytes(300_000)
    writer.write(big)
    t = asyncio.create_task(reader.read(1))
    await asyncio.sleep_ms(0)
    t.cancel()
    total = 0

    async def drink():
        nonlocal total
        buf = bytearray(4096)
        while total < len(big):
            total += await preader.readinto(buf)

    await asyncio.wait_for(asyncio.gather(writer.drain(), drink()), 5)
    print(total == len(big))
    await writer.wait_closed()
    await pwriter.wait_closed()
    srv.close()
    await srv.wait_closed()


asyncio.run(main())
