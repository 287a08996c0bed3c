# Several tasks wait for one stream at a time, and have their turns. Upstream asserts that there is one.
import asyncio

PORT = 8053
ROUNDS = 4
peers = []


async def serve(reader, writer):
    peers.append(writer)


async def read(name, reader, log):
    for _ in range(ROUNDS):
        line = await reader.readline()
        log.append(name)
        print(line)


async def attempt(t):
    try:
        await t
    except asyncio.CancelledError:
        print("cancelled")


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", PORT)
    reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
    while not peers:
        await asyncio.sleep_ms(1)
    log = []
    tasks = [asyncio.create_task(read(name, reader, log)) for name in "abc"]
    await asyncio.sleep_ms(5)
    for i in range(3 * ROUNDS):
        peers[0].write(b"line %d\n" % i)
        await peers[0].drain()
        await asyncio.sleep_ms(5)
    await asyncio.gather(*tasks)
    # Nobody has a second turn before the others have had their first one, and so on.
    print([log[i : i + 3] == ["a", "b", "c"] for i in range(0, len(log), 3)])

    # The first one leaves, and the one behind it gets what comes.
    tasks = [asyncio.create_task(reader.readline()) for _ in range(2)]
    await asyncio.sleep_ms(5)
    tasks[0].cancel()
    await attempt(tasks[0])
    peers[0].write(b"last\n")
    await peers[0].drain()
    print(await tasks[1])

    # And all of them hear that the stream is closed.
    tasks = [asyncio.create_task(reader.readline()) for _ in range(3)]
    await asyncio.sleep_ms(5)
    await writer.wait_closed()
    for t in tasks:
        try:
            print(await t)
        except OSError:
            print("OSError")
    await peers[0].wait_closed()
    server.close()
    await server.wait_closed()


asyncio.run(main())
