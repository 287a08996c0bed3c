# What connections used is free again when they are closed, by the library or by the program.
import asyncio, gc, socket

PORT = 8071
N = 6
SIZE = 100000


async def echo(reader, writer):
    try:
        while True:
            line = await reader.readline()
            if not line:
                break
            writer.write(line)
            await writer.drain()
    finally:
        await writer.wait_closed()


async def client(close):
    load = bytearray(SIZE)
    reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
    writer.write(b"hello\n")
    await writer.drain()
    assert await reader.readline() == b"hello\n"
    await close(writer)
    return len(load)


async def properly(writer):
    await writer.wait_closed()


async def by_itself(writer):
    writer.s.close()


async def clobber(n):
    # Calls over the places of the C stack where pointers may have stayed.
    if n:
        await clobber(n - 1)
    gc.collect()


async def main():
    srv = await asyncio.start_server(echo, "127.0.0.1", PORT)
    for close in (properly, by_itself):
        await client(close)
        await asyncio.sleep_ms(20)
        await clobber(5)
        before = gc.mem_alloc()
        # At once, so that each has a descriptor of its own.
        tasks = [asyncio.create_task(client(close)) for _ in range(N)]
        for t in tasks:
            await t
        tasks = t = None
        await asyncio.sleep_ms(50)
        await clobber(5)
        # What is on the C stack by chance may keep one or two.
        print(close.__name__, gc.mem_alloc() - before < 2.5 * SIZE)
    srv.close()
    await srv.wait_closed()


asyncio.run(main())

# The same with higher descriptors.
held = [socket.socket() for _ in range(20)]
asyncio.run(main())
