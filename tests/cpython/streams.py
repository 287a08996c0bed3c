# What programs for CPython's streams use, and upstream does not have: IncompleteReadError, Server.serve_forever.
import asyncio

PORT = 18263


async def handle(reader, writer):
    line = await reader.readline()
    writer.write(line.upper())
    await writer.drain()
    try:
        await reader.readexactly(10)
    except asyncio.IncompleteReadError as error:
        print("server", error.partial, error.expected, isinstance(error, EOFError))
    writer.close()
    await writer.wait_closed()


async def serve(ready):
    server = await asyncio.start_server(handle, "127.0.0.1", PORT)
    ready.set()
    async with server:
        try:
            await server.serve_forever()
        except asyncio.CancelledError:
            print("serve_forever is cancelled")
            raise


async def main():
    ready = asyncio.Event()
    server = asyncio.create_task(serve(ready))
    await ready.wait()
    for last in (b"abc", b"0123456789"):
        reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
        writer.write(b"hello\n")
        await writer.drain()
        print(await reader.readline())
        writer.write(last)
        await writer.drain()
        writer.close()
        await writer.wait_closed()
        await asyncio.sleep(0.05)
    # What servers and callbacks run is no task of the program's.
    asyncio.get_running_loop().call_later(10, print)
    print(len(asyncio.all_tasks()), server in asyncio.all_tasks())
    server.cancel()
    try:
        await server
    except asyncio.CancelledError:
        print("cancelled")


asyncio.run(main())
