# A socket that lies where one that the program closed has lain, and has its descriptor, is another one all the same: here
# one of datagrams, of each of which a read takes what it wants and drops the rest; and another connection, which is heard.
import asyncio, gc, socket

DATAGRAM = 2
PORT = 8073


def addr(port):
    return socket.getaddrinfo("127.0.0.1", port)[0][-1]


def pair():
    a = socket.socket()
    a.connect(listening)
    b, _ = listener.accept()
    a.setblocking(False)
    b.setblocking(False)
    return a, b


def overwrite(n):
    # The places of the C stack where the address may have stayed.
    if n:
        overwrite(n - 1)
    return [None] * 50


async def use():
    a, b = pair()
    writer = asyncio.StreamWriter(b)
    writer.write(b"hello\n")
    await asyncio.StreamReader(a).readline()
    place = id(a), a.fileno()
    a.close()
    b.close()
    return place


async def reuse(make):
    for _ in range(20):
        place = await use()
    overwrite(30)
    gc.collect()
    kept = [None] * 500
    for i in range(len(kept)):
        kept[i] = make()
        # Otherwise only the descriptor is the same.
        if id(kept[i]) == place[0] and kept[i].fileno() == place[1]:
            break
        if i + 1 < len(kept):
            kept[i].close()
    kept[i].setblocking(False)
    return kept[i]


async def main():
    s = await reuse(lambda: socket.socket(socket.AF_INET, DATAGRAM))
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    s.bind(addr(PORT + 1))
    sender = socket.socket(socket.AF_INET, DATAGRAM)
    sender.sendto(b"one\ntwo\n", addr(PORT + 1))
    sender.sendto(b"\n", addr(PORT + 1))
    print(await asyncio.wait_for(asyncio.StreamReader(s).readline(), 1))
    s.close()
    sender.close()

    a = await reuse(socket.socket)
    a.setblocking(True)
    a.connect(listening)
    b, _ = listener.accept()
    a.setblocking(False)
    reading = asyncio.create_task(asyncio.StreamReader(a).readline())
    # The loop does not sleep meanwhile.
    await asyncio.sleep_ms(0)
    b.write(b"heard\n")
    for _ in range(5):
        await asyncio.sleep_ms(0)
    print(reading.done(), await reading)
    a.close()
    b.close()


listening = addr(PORT)
listener = socket.socket()
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(listening)
listener.listen(5)
asyncio.run(main())

# The same with higher descriptors.
held = [socket.socket() for _ in range(20)]
asyncio.run(main())
