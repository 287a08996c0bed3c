# Connections that fail: refused, reset by the peer, closed by the peer while writing.
import asyncio, errno, struct

PORT = 8028


def name(er):
    return errno.errorcode.get(er.errno, er.errno)


async def attempt(title, aw):
    try:
        print(title, await aw)
    except OSError as er:
        print(title, "OSError", name(er))


async def connect_and_read():
    reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
    try:
        return await reader.read(10)
    finally:
        await writer.wait_closed()


async def connect_and_write():
    reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
    try:
        writer.write(b"hello")
        await writer.drain()
    finally:
        await writer.wait_closed()


async def write_until_error(writer):
    while True:
        writer.write(bytes(1000))
        await writer.drain()
        await asyncio.sleep_ms(1)


async def main():
    # Nobody listens: the connection is made in the background, the first use says so.
    await attempt("refused, read", connect_and_read())
    await attempt("refused, write", connect_and_write())

    # The peer aborts (SO_LINGER with no time sends a reset instead of an orderly end).
    async def abort(reader, writer):
        writer.s.setsockopt(1, 13, struct.pack("ii", 1, 0))
        await writer.wait_closed()

    srv = await asyncio.start_server(abort, "127.0.0.1", PORT)
    for call in ("read", "readline"):
        reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
        await asyncio.sleep_ms(50)
        await attempt("reset, " + call, getattr(reader, call)())
        await writer.wait_closed()
    # Also for a reader that is waiting already.
    reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
    await attempt("reset while waiting", reader.readexactly(5))
    await writer.wait_closed()
    srv.close()
    await srv.wait_closed()

    # The peer closes and we keep writing.
    async def close(reader, writer):
        await reader.read(1)
        await writer.wait_closed()

    srv = await asyncio.start_server(close, "127.0.0.1", PORT)
    reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
    try:
        await write_until_error(writer)
    except OSError as er:
        print("closed by peer", name(er) in ("EPIPE", "ECONNRESET"))
    await writer.wait_closed()
    srv.close()
    await srv.wait_closed()

    # The loop has lost nothing.
    print(asyncio.core._io_queue is not None)
    await attempt("refused again", connect_and_read())


asyncio.run(main())
