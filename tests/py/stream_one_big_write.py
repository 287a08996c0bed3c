# One write of 300 KB, far more than the socket's buffers hold, to a peer that reads slowly.
import asyncio

PORT = 8025
SIZE = 300_000


async def main():
    total = 0
    done = asyncio.Event()

    async def serve(reader, writer):
        nonlocal total
        await asyncio.sleep_ms(50)
        buf = bytearray(4096)
        while True:
            n = await reader.readinto(buf)
            if not n:
                break
            total += n
            await asyncio.sleep_ms(1)
        await writer.wait_closed()
        done.set()

    srv = await asyncio.start_server(serve, "127.0.0.1", PORT)
    reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
    writer.s.setsockopt(1, 7, 8192)  # SOL_SOCKET, SO_SNDBUF
    # The socket must not block the loop, whatever its buffers hold.
    writer.write(bytearray(SIZE))
    print(0 < len(writer.out_buf) < SIZE)
    count = 0

    async def ticker():
        nonlocal count
        while True:
            count += 1
            await asyncio.sleep_ms(1)

    t = asyncio.create_task(ticker())
    await writer.drain()
    t.cancel()
    print(writer.out_buf, count > 5)
    await writer.wait_closed()
    await done.wait()
    print(total == SIZE)
    srv.close()
    await srv.wait_closed()


asyncio.run(main())
