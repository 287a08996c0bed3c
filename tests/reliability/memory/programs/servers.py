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
        # A connection that the port's own `accept` lacks memory for is lost without a word.
        await asyncio.wait_for_ms(reader.read(-1), 150)
    except (OSError, asyncio.TimeoutError):
        pass
    finally:
        writer.close()
        await writer.wait_closed()


async def serving(world):
    world.may_be_reset = True
    tasks = []
    server = await asyncio.start_server(echo, HOST, world.given)
    try:
        for _ in range(2):
            tasks.append(world.start(client, world.given))
            world.may_fail_with()
        for task in tasks:
            await task
    finally:
        server.close()
        await server.wait_closed()


async def managed(world):
    async with await asyncio.start_server(echo, HOST, world.given, backlog=1) as server:
        world.may_be_reset = True
        task = world.start(client, world.given)
        world.may_fail_with()
        await task
        server.task


async def refused(world):
    await client(world.given)


PROGRAMS = "serving", "managed", "refused"

# Descriptors that the unix port's own `socket` and `accept` lose, one for each of their allocations that comes after the
# system call: 1 and 4.
PORT_LOSES = {"serving": 3 * 1 + 2 * 4, "managed": 2 * 1 + 4, "refused": 1}
