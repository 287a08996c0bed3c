# A TLS handshake that fails costs no descriptor: MicroPython's TLS socket lets go of the socket below then, and closes nothing.
try:
    import asyncio, os, tls
except ImportError:
    print("SKIP")
    raise SystemExit

PORT = 8072


def descriptors():
    return len(list(os.ilistdir("/proc/self/fd")))


async def garbage(reader, writer):
    try:
        writer.write(b"no TLS at all " * 20)
        await writer.drain()
        await reader.read(1000)
    except OSError:
        pass
    await writer.wait_closed()


async def main():
    server = await asyncio.start_server(garbage, "127.0.0.1", PORT)
    before = None
    for i in range(12):
        reader, writer = await asyncio.open_connection("127.0.0.1", PORT, ssl=True)
        try:
            await reader.read(1)
        except (OSError, ValueError):
            print(end="failed ")
        await writer.wait_closed()
        # Once more, which must not close what has the number now.
        try:
            await writer.wait_closed()
        except OSError:
            pass
        await asyncio.sleep_ms(5)
        if i == 1:
            before = descriptors()
    print()
    print(descriptors() - before)
    server.close()
    await server.wait_closed()


asyncio.run(main())
