# A server without descriptors does not spin, serves whom it has, and the others when there are some again.
import asyncio
import socket
import time

PORT = 8064


async def echo(reader, writer):
    while True:
        line = await reader.readline()
        if not line:
            break
        writer.write(line)
        await writer.drain()
    await writer.wait_closed()


async def ask(stream):
    stream.write(b"hello\n")
    await stream.drain()
    return await stream.readline()


def fill():
    # All descriptors that this process may have.
    files = []
    while True:
        try:
            files.append(socket.socket())
        except OSError:
            return files


async def main():
    server = await asyncio.start_server(echo, "127.0.0.1", PORT, backlog=20)
    r, w = await asyncio.open_connection("127.0.0.1", PORT)
    print(await ask(w))
    files = fill()
    # Two who want to connect; the system's queue takes them.
    waiting = []
    for _ in range(2):
        files.pop().close()
        s, _ = await asyncio.open_connection("127.0.0.1", PORT)
        waiting.append(s)
        await asyncio.sleep_ms(0)
        files += fill()
    begin = time.clock()
    for _ in range(10):
        await asyncio.sleep_ms(100)
        assert await ask(w) == b"hello\n"
    used = time.clock() - begin
    print("idle", used < 0.2 or used)
    asks = [asyncio.create_task(ask(s)) for s in waiting]
    await asyncio.sleep_ms(50)
    for f in files:
        f.close()
    print(await asyncio.wait_for(asyncio.gather(*asks), 2))
    for s in [w] + waiting:
        await s.wait_closed()
    server.close()
    await server.wait_closed()


asyncio.run(main())
