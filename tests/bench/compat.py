# The same calls on MicroPython and CPython, and loopback connections on a free port.

import asyncio
import time

try:
    import socket
except ImportError:  # a board without a network
    socket = None

if hasattr(asyncio, "sleep_ms"):
    from asyncio import ThreadSafeFlag, sleep_ms, wait_for_ms
else:
    # Waits like a flag as long as nobody sets it, which is all the bench does with one.
    ThreadSafeFlag = asyncio.Event

    def sleep_ms(ms):
        return asyncio.sleep(ms / 1000)

    def wait_for_ms(awaitable, ms):
        return asyncio.wait_for(awaitable, ms / 1000)


HOST = "127.0.0.1"

# What goes through the connections: short for the round trip's time, a full buffer for its bytes.
SHORT = b"hello\n"
LINE = b"fifteen bytes..\n"


# Ports to try until one is free. MicroPython's sockets can't tell which port the
# system picked, so the system is not asked: the search starts somewhere in 20000..31999.
def ports():
    first = time.time_ns() // 1000
    for i in range(100):
        yield 20000 + (first + i * 97) % 12000


async def listen(handler, backlog=16):
    for port in ports():
        try:
            await asyncio.start_server(handler, HOST, port, backlog=backlog)
            return port
        except OSError:
            pass
    raise OSError("no free port")


# Two connected blocking sockets.
def socket_pair():
    server = socket.socket()
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    for port in ports():
        try:
            server.bind(socket.getaddrinfo(HOST, port)[0][-1])
            break
        except OSError:
            pass
    server.listen(1)
    left = socket.socket()
    left.connect(socket.getaddrinfo(HOST, port)[0][-1])
    return left, server.accept()[0]


# A connected socket with read, readline, readinto and write.
def stream_of(sock):
    return sock.makefile("rwb", 0) if hasattr(sock, "makefile") else sock


if not hasattr(asyncio.StreamReader, "readinto"):

    async def readinto(reader, buffer):
        data = await reader.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    asyncio.StreamReader.readinto = readinto
