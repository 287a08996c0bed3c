# close, wait_closed, aclose, get_extra_info, and the two names of Stream.
import asyncio

PORT = 8027


async def main():
    seen = asyncio.Event()
    log = []

    async def serve(reader, writer):
        log.append((reader is writer, type(writer.get_extra_info("peername")).__name__))
        log.append(await reader.read())
        log.append(await writer.wait_closed())
        seen.set()

    print(asyncio.StreamReader is asyncio.StreamWriter, asyncio.StreamReader.__name__)
    srv = await asyncio.start_server(serve, "127.0.0.1", PORT)
    for closer in ("wait_closed", "aclose"):
        seen.clear()
        log.clear()
        reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
        try:
            writer.get_extra_info("peername")
        except KeyError as er:
            print("KeyError:", er)
        writer.write(b"bye")
        # close does nothing yet; wait_closed does it.
        print(writer.close())
        writer.write(b" bye")
        await writer.drain()
        print(await getattr(writer, closer)())
        await seen.wait()
        print("server", log)
        # The socket is gone.
        try:
            writer.write(b"x")
            print("written")
        except OSError:
            print("OSError")
    srv.close()
    await srv.wait_closed()


asyncio.run(main())
