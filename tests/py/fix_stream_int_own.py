# Ints that are no open descriptor of the program: nobody waits for them in vain, and the loop's own are not taken for one.
import asyncio, os, sys, time


async def wait_read(fd):
    yield asyncio.core._io_queue.queue_read(fd)


def descriptors():
    return [int(entry[0]) for entry in os.ilistdir("/proc/self/fd")]


before = descriptors()


async def main():
    await asyncio.sleep_ms(1)
    own = [fd for fd in descriptors() if fd not in before]
    start = time.ticks_ms()
    large = [n for n in (-(1 << 31), 1 << 31, (1 << 32) + own[0], 1 << 62, sys.maxsize) if abs(n) <= sys.maxsize]
    for fd in own + [29, -1] + large:
        await asyncio.wait_for(wait_read(fd), 0.2)
    # The loop is not disturbed.
    await asyncio.sleep_ms(10)
    flag = asyncio.ThreadSafeFlag()
    flag.set()
    await asyncio.wait_for(flag.wait(), 1)
    try:
        await asyncio.wait_for(wait_read(1 << 80), 0.2)
    except OverflowError:
        print("OverflowError")
    print("quick", time.ticks_diff(time.ticks_ms(), start) < 150)


asyncio.run(main())
