# More connections become readable at once than the system reports at a time: all are served, again and again.
import asyncio

PORT = 8068
N = 300

peers = []
got = 0


async def accept(reader, writer):
    peers.append(writer)


async def read(reader):
    global got
    while await reader.readline():
        got += 1


async def main():
    srv = await asyncio.start_server(accept, "127.0.0.1", PORT, backlog=100)
    clients = []
    for i in range(N):
        reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
        clients.append((reader, writer))
        while len(peers) <= i:
            await asyncio.sleep_ms(0)
    tasks = [asyncio.create_task(read(reader)) for reader, _ in clients]
    await asyncio.sleep_ms(10)
    for i in range(1, 6):
        for peer in peers:
            peer.write(b"hello\n")
        await asyncio.sleep_ms(0)
        await asyncio.sleep_ms(0)
        print(got == i * N)
    for peer in peers:
        await peer.wait_closed()
    await asyncio.gather(*tasks)
    for _, writer in clients:
        await writer.wait_closed()
    srv.close()
    await srv.wait_closed()


asyncio.run(main())
