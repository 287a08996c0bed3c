# Servers and connections.
import asyncio

from streams import sockname

HOST, PORT = "127.0.0.1", 0


def prepare(world):
    # The number of a port that is free.
    import socket

    s = socket.socket()
    s.bind(socket.getaddrinfo(HOST, 0)[0][-1])
    name = sockname(s)
    s.close()
    world.given = name[2] << 8 | name[3]


async def echo(reader, writer):
    try:
        writer.get_extra_info("peername")
        writer.write(await reader.readline())
        await writer.drain()
    finally:
        writer.close()
        await writer.wait_closed()


async def client(port):
    reader, writer = await asyncio.open_connection(HOST, port)
    try:
        writer.write(b"hello\n")
        await writer.drain()
        await reader.read(-1)
    except OSError:
        pass
    finally:
        writer.close()
        await writer.wait_closed()


async def serving(world):
    server = await asyncio.start_server(echo, HOST, world.given)
    tasks = []
    try:
        for _ in range(2):
            tasks.append(world.start(client, world.given))
        for task in tasks:
            await task
    finally:
        server.close()
        await server.wait_closed()


async def managed(world):
    async with await asyncio.start_server(echo, HOST, world.given, backlog=1) as server:
        await world.start(client, world.given)
        server.task


async def refused(world):
    try:
        await asyncio.open_connection(HOST, world.given)
    except OSError:
        pass


PROGRAMS = "serving", "managed", "refused"
