# readinto: fills what it gets, returns the number of bytes, 0 at the end.
import asyncio

PORT = 8022


async def serve(reader, writer):
    for piece in (b"hello", b"world", b"!"):
        writer.write(piece)
        await writer.drain()
        await asyncio.sleep_ms(50)
    await writer.wait_closed()


async def main():
    srv = await asyncio.start_server(serve, "127.0.0.1", PORT)
    reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
    buf = bytearray(8)
    print(await reader.readinto(buf), buf)
    print(await reader.readinto(memoryview(buf)[2:4]), buf)
    print(await reader.readinto(buf), buf)
    print(await reader.readinto(buf), buf)
    print(await reader.readinto(buf), buf)
    print(await reader.readinto(buf), buf)
    for bad in (b"read-only", 5, None):
        try:
            print(await reader.readinto(bad))
        except (TypeError, OSError):
            print("refused")
    await writer.wait_closed()
    srv.close()
    await srv.wait_closed()


asyncio.run(main())
