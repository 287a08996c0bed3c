# The server that is mistreated: gives each line back. A line that begins with "stat" gives figures of the process instead.
import asyncio, gc, os, sys, time

PORT = int(sys.argv[1])
CERTIFICATE = sys.argv[2:4]  # The files of a certificate and its key, for TLS.
stop = asyncio.Event()
served = failed = 0


def figures():
    for _ in range(3):
        gc.collect()
    # This descriptor itself is not counted.
    descriptors = len(list(os.ilistdir("/proc/self/fd"))) - 1
    return "%d %d %d %d\n" % (gc.mem_alloc(), descriptors, served, failed)


async def echo(reader, writer):
    global served, failed
    try:
        while True:
            line = await reader.readline()
            if not line.endswith(b"\n"):
                break
            if line.startswith(b"stat"):
                line = figures().encode()
            elif line.startswith(b"stop"):
                stop.set()
            writer.write(line)
            await writer.drain()
        served += 1
    except OSError:
        failed += 1
    await writer.wait_closed()


async def main():
    context = None
    if CERTIFICATE:
        import tls

        context = tls.SSLContext(tls.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*(open(name, "rb").read() for name in CERTIFICATE))
    server = await asyncio.start_server(echo, "127.0.0.1", PORT, 100, ssl=context)
    print("ready")
    await stop.wait()
    server.close()
    await server.wait_closed()


asyncio.run(main())
print("ended")
