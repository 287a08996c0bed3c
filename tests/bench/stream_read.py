# The echo's round trip on one connection, by the method that reads: for the bytes it allocates.
# words: round trips, method to read with (read, readline, readinto)

from asyncio import open_connection

import compat
import meter

n = meter.number(0, 5000)
method = meter.word(1, "read")
received = bytearray(16)


async def serve_read(reader, writer):
    while True:
        writer.write(await reader.read(16))
        await writer.drain()


async def ask_read(reader, writer, n):
    for _ in range(n):
        writer.write(compat.LINE)
        await writer.drain()
        await reader.read(16)


async def serve_readline(reader, writer):
    while True:
        writer.write(await reader.readline())
        await writer.drain()


async def ask_readline(reader, writer, n):
    for _ in range(n):
        writer.write(compat.LINE)
        await writer.drain()
        await reader.readline()


async def serve_readinto(reader, writer):
    buffer = bytearray(16)
    while True:
        await reader.readinto(buffer)
        writer.write(buffer)
        await writer.drain()


async def ask_readinto(reader, writer, n):
    for _ in range(n):
        writer.write(compat.LINE)
        await writer.drain()
        await reader.readinto(received)


serve = globals()["serve_" + method]
ask = globals()["ask_" + method]


async def main(clock):
    reader, writer = await open_connection(compat.HOST, await compat.listen(serve))
    await ask(reader, writer, 1)
    asking = ask(reader, writer, n)
    clock.start()
    await asking
    clock.stop()


meter.run(main, meter.Meter(n))
