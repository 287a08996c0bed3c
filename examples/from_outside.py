# What comes from outside of the loop: here from a thread, on a board from an interrupt handler (see the last lines).
import asyncio

try:
    import _thread
except ImportError:
    _thread = None


def sensor(readings, ready, loop):
    # May be a hard interrupt handler: none of this allocates.
    for value in range(5):
        readings.put_nowait(value)
    loop.call_soon_threadsafe(print_done)
    ready.set()


def print_done():
    print("called in the loop")


async def main():
    readings, ready = asyncio.RingbufQueue([0] * 16), asyncio.Event()
    loop = asyncio.get_event_loop()
    if _thread:
        _thread.start_new_thread(sensor, (readings, ready, loop))
    else:
        sensor(readings, ready, loop)
    await ready.wait()
    total = 0
    async for value in readings:
        total += value
        if value == 4:
            break
    print("sum of what came:", total)


asyncio.run(main())

# On a board:
#   pin.irq(lambda pin: readings.put_nowait(pin.value()), hard=True)
#   timer.init(freq=100, callback=lambda timer: ready.set(), hard=True)
