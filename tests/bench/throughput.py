# Bytes through loopback in writes of 16 KiB, both ends in one loop.
# numbers: mebibytes

import asyncio

import compat
import meter

total = meter.number(0, 64) << 20
CHUNK = 16 << 10


async def send(reader, writer):
    chunk = bytearray(CHUNK)
    for _ in range(total // CHUNK):
        writer.write(chunk)
        await writer.drain()


async def main(clock):
    port = await compat.listen(send)
    reader, writer = await asyncio.open_connection(compat.HOST, port)
    buffer = bytearray(CHUNK)
    left = total
    clock.start()
    while left:
        left -= await reader.readinto(buffer)
    clock.stop()


# One operation is one mebibyte.
meter.run(main, meter.Meter(total >> 20))
