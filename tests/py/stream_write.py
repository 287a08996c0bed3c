# write, drain, awrite, awritestr: what is sent, and when.
import asyncio

PORT = 8023


async def main():
    received = bytearray()
    closed = asyncio.Event()

    async def serve(reader, writer):
        while True:
            data = await reader.read(100)
            if not data:
                break
            received.extend(data)
        await writer.wait_closed()
        closed.set()

    srv = await asyncio.start_server(serve, "127.0.0.1", PORT)
    reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
    print(reader is writer, writer.out_buf)

    # A small write goes out at once; drain gives the others a turn.
    print(writer.write(b"one"), writer.out_buf)
    await asyncio.sleep_ms(20)
    print(received)
    print(await writer.drain())

    # Several writes, then one drain; any buffer will do.
    writer.write(b"two")
    writer.write(bytearray(b"three"))
    writer.write(memoryview(b"xfourx")[1:5])
    writer.write("five")
    writer.write(b"")
    await writer.drain()
    await writer.drain()
    await asyncio.sleep_ms(20)
    print(received)

    # The old names.
    await writer.awrite(b"six")
    await writer.awrite(b"xxsevenxx", 2, 5)
    await writer.awrite(b"xxeight", 2)
    await writer.awrite(b"ninexx", 0, 4)
    await writer.awritestr("ten")
    await asyncio.sleep_ms(20)
    print(received)

    for bad in (5, None):
        try:
            writer.write(bad)
            print("accepted")
        except TypeError:
            print("TypeError")
    await writer.aclose()
    await closed.wait()
    srv.close()
    await srv.wait_closed()


asyncio.run(main())
