# read, readexactly, readline: data in pieces, to the end, and past the end.
import asyncio

PORT = 8021


async def serve(reader, writer):
    # Each client sends a list of pieces it wants to get back, separated by "|".
    script = (await reader.readline())[:-1]
    for piece in script.split(b"|"):
        writer.write(piece.replace(b"N", b"\n"))
        await writer.drain()
        await asyncio.sleep_ms(50)
    await writer.wait_closed()


async def ask(script, *calls):
    reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
    writer.write(script + b"\n")
    await writer.drain()
    out = []
    for call in calls:
        try:
            out.append(await getattr(reader, call[0])(*call[1:]))
        except EOFError as er:
            out.append(repr(er))
    print(script, out)
    await writer.wait_closed()


async def main():
    srv = await asyncio.start_server(serve, "127.0.0.1", PORT)
    # read(n) gives what there is, up to n; b"" at the end, as often as asked.
    await ask(b"hello", ("read", 100), ("read", 100), ("read", 100))
    await ask(b"hello", ("read", 2), ("read", 2), ("read", 2), ("read", 2))
    await ask(b"hel|lo", ("read", 100), ("read", 100), ("read", 100))
    # read() and read(-1) give everything up to the end.
    await ask(b"hel|lo|, world", ("read",), ("read",))
    await ask(b"hel|lo", ("read", 1), ("read", -1))
    await ask(b"", ("read",), ("read", 5))
    # readexactly waits until it has them all.
    await ask(b"hel|lo|, wor|ld", ("readexactly", 7), ("readexactly", 5), ("readexactly", 0))
    await ask(b"hello", ("readexactly", 5), ("readexactly", 1))
    await ask(b"hel|lo", ("readexactly", 6), ("readexactly", 1))
    await ask(b"", ("readexactly", 1))
    # readline waits for the end of the line, or of the data.
    await ask(b"oneN|twoN", ("readline",), ("readline",), ("readline",), ("readline",))
    await ask(b"o|n|eNt|woN|N", ("readline",), ("readline",), ("readline",), ("readline",))
    await ask(b"NNone|", ("readline",), ("readline",), ("readline",), ("readline",))
    # Mixed.
    await ask(b"headNbo|dytail", ("readline",), ("readexactly", 4), ("read", 2), ("read",))
    srv.close()
    await srv.wait_closed()


asyncio.run(main())
