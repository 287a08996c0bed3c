# What arrives while nobody waits: it costs no processor time, and is there for who waits later.
import asyncio, os, socket, struct, time

PORT = 8064


async def idle(title):
    before = time.clock()
    await asyncio.sleep_ms(300)
    print(title, "idle" if time.clock() - before < 0.1 else "busy")


async def outcome(aw):
    try:
        return await asyncio.wait_for(aw, 0.5)
    except OSError as er:
        return "OSError"


async def swallow(reader):
    buffer, total = bytearray(16384), 0
    while True:
        n = await reader.readinto(buffer)
        if not n:
            return total
        total += n


class Peer:
    def __init__(self):
        self.there = asyncio.Event()

    async def accept(self, reader, writer):
        self.reader, self.writer = reader, writer
        self.there.set()


async def connect(peer):
    peer.there.clear()
    reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
    await peer.there.wait()
    # Both sides have waited before.
    for a, b in ((writer, peer.reader), (peer.writer, reader)):
        a.write(b"hello\n")
        await b.readline()
    return reader, writer


async def main():
    peer = Peer()
    srv = await asyncio.start_server(peer.accept, "127.0.0.1", PORT)

    reader, writer = await connect(peer)
    for _ in range(2):
        peer.writer.write(b"some\nlines\n")
        await idle("data")
        print(await outcome(reader.readline()), await outcome(reader.readline()))
    waiting = asyncio.create_task(reader.readline())
    await asyncio.sleep_ms(5)
    peer.writer.write(b"more\n")
    print(await waiting)

    # Only the other side is waited for.
    while True:
        writer.write(bytes(100000))
        if writer.out_buf:
            break
    peer.writer.write(b"and more\n")
    draining = asyncio.create_task(writer.drain())
    await idle("one side")
    reading = asyncio.create_task(swallow(peer.reader))
    await draining
    print(await outcome(reader.readline()))

    await writer.wait_closed()
    print(await reading >= 100000)
    await idle("end")
    print(await outcome(peer.reader.readline()))
    await peer.writer.wait_closed()

    reader, writer = await connect(peer)
    peer.writer.s.setsockopt(1, 13, struct.pack("ii", 1, 0))
    await peer.writer.wait_closed()
    await idle("reset")
    print(await outcome(reader.readline()))
    await writer.wait_closed()

    # A child process keeps a descriptor that we have closed.
    reader, writer = await connect(peer)
    os.system("sleep 1 </dev/null >/dev/null 2>&1 &")
    writer.s.close()
    peer.writer.write(b"to nobody\n")
    await idle("kept")
    left = peer
    peer = Peer()
    srv.close()
    await srv.wait_closed()
    srv = await asyncio.start_server(peer.accept, "127.0.0.1", PORT + 1)
    peer.there.clear()
    reader, writer = await asyncio.open_connection("127.0.0.1", PORT + 1)
    await peer.there.wait()
    left.writer.write(b"to nobody\n")
    await idle("reused")
    for word in (b"one\n", b"two\n"):
        writer.write(word)
        print(await outcome(peer.reader.readline()))
        peer.writer.write(word)
        print(await outcome(reader.readline()))
    await writer.wait_closed()
    srv.close()
    await srv.wait_closed()
    # Until the child and its copies of our ports are gone.
    await asyncio.sleep_ms(700)


asyncio.run(main())

# The same with higher descriptors.
held = [socket.socket() for _ in range(20)]
asyncio.run(main())
