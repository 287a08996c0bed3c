# TCP echo through loopback, clients and server in one loop: the cost of one round trip.
# numbers: round trips, busy connections, idle connections

from asyncio import gather, open_connection

import compat
import meter

n = meter.number(0, 5000)
busy = meter.number(1, 1)
idle = meter.number(2, 0)
rounds = max(1, n // busy)


async def serve(reader, writer):
    while True:
        line = await reader.readline()
        if not line:
            break
        writer.write(line)
        await writer.drain()
    writer.close()


async def client(reader, writer):
    for _ in range(rounds):
        writer.write(compat.SHORT)
        await writer.drain()
        await reader.readline()


async def main(clock):
    port = await compat.listen(serve)
    # One round trip each, so that the server has taken every connection before the meter starts.
    streams = []
    for _ in range(busy + idle):
        reader, writer = await open_connection(compat.HOST, port)
        writer.write(compat.SHORT)
        await writer.drain()
        await reader.readline()
        streams.append((reader, writer))
    tasks = [client(*streams[i]) for i in range(busy)]
    clock.start()
    await gather(*tasks)
    clock.stop()


meter.run(main, meter.Meter(rounds * busy))
