# Sockets that are closed without asking the loop, whose descriptor the next connection gets: it hears of its own data.
import asyncio, gc, socket, time

PORT = 8063


async def echo(reader, writer):
    for _ in range(2):
        writer.write(await reader.readline())
        await writer.drain()
    await reader.read(1)
    writer.s.close()


async def main():
    srv = await asyncio.start_server(echo, "127.0.0.1", PORT)
    start = time.ticks_ms()
    descriptors = set()
    for i in range(60):
        reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
        descriptors.add(writer.s.fileno())
        for word in (b"hello\n", b"again\n"):
            writer.write(word)
            await writer.drain()
            assert await reader.readline() == word
        writer.s.close()
        del reader, writer
        if i % 3 == 0:
            gc.collect()
        if i % 2:
            await asyncio.sleep_ms(1)
    print(len(descriptors) < 60, time.ticks_diff(time.ticks_ms(), start) < 900)

    # One that waits already, for what is no longer there. Newer releases know of a socket that it is closed: it may fail.
    asyncio.get_event_loop().set_exception_handler(lambda loop, context: None)
    reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
    waiting = asyncio.create_task(reader.readline())
    await asyncio.sleep_ms(5)
    old = writer.s.fileno()
    writer.s.close()
    reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
    print(writer.s.fileno() == old)
    writer.write(b"new\n")
    print(await asyncio.wait_for(reader.readline(), 0.5))
    waiting.cancel()
    await asyncio.sleep_ms(0)
    writer.write(b"newer\n")
    print(await asyncio.wait_for(reader.readline(), 0.5))
    await writer.wait_closed()

    # And one that was closed before it waits again.
    reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
    writer.write(b"hello\n")
    print(await reader.readline())
    for close in (writer.s.close, writer.wait_closed):
        close = close()
        if close is not None:
            try:
                await close
            except OSError:
                pass
        start = time.ticks_ms()
        try:
            await reader.readline()
        except OSError as er:
            print("OSError", er.errno, time.ticks_diff(time.ticks_ms(), start) < 500)
    srv.close()
    await srv.wait_closed()


asyncio.run(main())

# The same with higher descriptors.
held = [socket.socket() for _ in range(20)]
asyncio.run(main())
