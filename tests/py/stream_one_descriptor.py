# Two objects with one descriptor: a task that waits for one of them does not keep the other's from its turn.
import asyncio, socket, time

PORT = 8067


async def swallow(reader):
    buffer, total = bytearray(16384), 0
    while True:
        n = await reader.readinto(buffer)
        if not n:
            return total
        total += n


async def peer(reader, writer):
    line = await reader.readline()
    await asyncio.sleep_ms(20)
    writer.write(line)
    await writer.drain()
    print("peer", await swallow(reader) > 100000)
    await writer.wait_closed()


async def main():
    srv = await asyncio.start_server(peer, "127.0.0.1", PORT)
    reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
    start = time.ticks_ms()
    writer.write(b"hello\n")
    waiting = asyncio.create_task(reader.readline())
    await asyncio.sleep_ms(5)
    other = asyncio.StreamWriter(writer.s.makefile("wb"), {})
    while not other.out_buf:
        other.write(bytes(100000))
    draining = asyncio.create_task(other.drain())
    print(await asyncio.wait_for(waiting, 5))
    await asyncio.wait_for(draining, 5)
    print("quick", time.ticks_diff(time.ticks_ms(), start) < 900)
    await writer.wait_closed()
    await asyncio.sleep_ms(50)
    srv.close()
    await srv.wait_closed()


asyncio.run(main())

# The same with higher descriptors.
held = [socket.socket() for _ in range(20)]
asyncio.run(main())
