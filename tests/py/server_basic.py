# start_server, close, wait_closed, "async with"; the port is free again afterwards.
import asyncio

PORT = 8031


async def echo(reader, writer):
    writer.write(await reader.readline())
    await writer.drain()
    await writer.wait_closed()


async def ask(text):
    reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
    writer.write(text + b"\n")
    await writer.drain()
    r = await reader.read()
    await writer.wait_closed()
    return r


async def main():
    for i in range(3):
        srv = await asyncio.start_server(echo, "127.0.0.1", PORT)
        print(type(srv).__name__, await ask(b"hello %d" % i))
        print(srv.close())
        print(await srv.wait_closed())

    async with await asyncio.start_server(echo, "127.0.0.1", PORT, backlog=1) as srv:
        print(type(srv).__name__, await ask(b"async with"))
    async with await asyncio.start_server(echo, "127.0.0.1", PORT):
        pass
    try:
        async with await asyncio.start_server(echo, "127.0.0.1", PORT):
            raise ValueError("inside")
    except ValueError as er:
        print(er)
    try:
        print(await ask(b"nobody"))
    except OSError:
        print("closed")
    # Closing twice does no harm.
    srv = await asyncio.start_server(echo, "127.0.0.1", PORT)
    srv.close()
    srv.close()
    await srv.wait_closed()
    await srv.wait_closed()
    srv.close()
    print("closed twice")


asyncio.run(main())
