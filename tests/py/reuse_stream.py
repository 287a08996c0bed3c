# An awaitable of a stream that is over stays over, whatever else the stream is asked meanwhile.
import asyncio

PORT = 8061


async def echo(reader, writer):
    while True:
        data = await reader.read(100)
        if not data:
            break
        await asyncio.sleep_ms(20)
        writer.write(data)
        await writer.drain()
    await writer.wait_closed()


async def take(reader, n):
    print("other", await reader.readexactly(n))


async def main():
    server = await asyncio.start_server(echo, "127.0.0.1", PORT)
    reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
    writer.write(b"1234")
    await writer.drain()
    kept = reader.readexactly(4)
    print(await kept)
    for misuse in ("close", "await"):
        task = asyncio.create_task(take(reader, 4))
        await asyncio.sleep_ms(0)
        writer.write(b"5678")
        await writer.drain()
        if misuse == "close":
            kept.close()
        else:
            print(await kept)
        await task

    buf = bytearray(4)
    kept = reader.readinto(buf)
    writer.write(b"abcd")
    await writer.drain()
    print(await kept, buf)
    task = asyncio.create_task(take(reader, 2))
    await asyncio.sleep_ms(0)
    writer.write(b"ef")
    await writer.drain()
    print(await kept)
    await task
    print(await kept, buf)
    await writer.wait_closed()
    server.close()
    await server.wait_closed()


asyncio.run(main())
