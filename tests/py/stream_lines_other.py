# Lines from what is no connection: datagrams, of which each read throws away the rest, and a pipe.
import asyncio, socket

try:
    import ffi
except ImportError:
    print("SKIP")
    raise SystemExit

PORT = 8062


async def datagrams():
    address = socket.getaddrinfo("127.0.0.1", PORT, 0, socket.SOCK_DGRAM)[0][-1]
    receiver = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    receiver.bind(address)
    receiver.setblocking(False)
    sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    reader = asyncio.StreamReader(receiver)
    for _ in range(2):
        for datagram in (b"abc", b"de\n", b"\n lost"):
            sender.sendto(datagram, address)
        print(await reader.readline())
    await reader.wait_closed()
    sender.close()


async def pipe():
    fds = bytearray(8)
    assert ffi.open(None).func("i", "pipe", "p")(fds) == 0
    fds = [int.from_bytes(fds[i : i + 4], "little") for i in (0, 4)]
    reader = asyncio.StreamReader(open(fds[0], "rb"))
    end = open(fds[1], "wb")
    for line in (b"first\n", b"second\n"):
        reading = asyncio.create_task(reader.readline())
        await asyncio.sleep_ms(5)
        end.write(line)
        print(await reading)
    end.write(b"the rest")
    end.close()
    print(await reader.readline())
    print(await reader.readline())
    await reader.wait_closed()


asyncio.run(datagrams())
asyncio.run(pipe())
