# Everything waits: what the loop costs while nothing happens.
# words: milliseconds, what waits (flag, events, sockets)

from asyncio import Event, create_task, open_connection

import compat
from compat import ThreadSafeFlag, sleep_ms
import meter

watch = meter.number(0, 10000)
what = meter.word(1, "flag")
WAITERS = 10


async def wait(event):
    await event.wait()


async def serve(reader, writer):
    await reader.readline()


# One flag is enough to make upstream poll every millisecond.
async def start_flag():
    create_task(wait(ThreadSafeFlag()))


async def start_events():
    for _ in range(WAITERS):
        create_task(wait(Event()))


async def start_sockets():
    port = await compat.listen(serve)
    for _ in range(WAITERS):
        reader, _ = await open_connection(compat.HOST, port)
        create_task(reader.readline())


start = globals()["start_" + what]


async def main(clock):
    await start()
    await sleep_ms(100)
    clock.start()
    await sleep_ms(watch)
    clock.stop()


# One operation is one millisecond of waiting.
meter.run(main, meter.Meter(watch))
