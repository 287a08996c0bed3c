# Closing the server ends accepting; connections that are open go on.
import asyncio

PORT = 8033


async def echo(reader, writer):
    while True:
        line = await reader.readline()
        if not line:
            break
        writer.write(b"echo " + line)
        await writer.drain()
    await writer.wait_closed()
    print("connection closed")


async def main():
    srv = await asyncio.start_server(echo, "127.0.0.1", PORT)
    reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
    writer.write(b"one\n")
    await writer.drain()
    print(await reader.readline())
    srv.close()
    await srv.wait_closed()
    writer.write(b"two\n")
    await writer.drain()
    print(await reader.readline())
    await writer.wait_closed()
    await asyncio.sleep_ms(50)


asyncio.run(main())
