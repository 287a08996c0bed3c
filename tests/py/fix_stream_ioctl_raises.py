# A Python stream whose ioctl raises when polled: that is the business of whoever waits for it.
# Upstream lets the exception out of asyncio.run, in this run and in every later one.
import asyncio, io


class Broken(io.IOBase):
    broken = False

    def ioctl(self, req, arg):
        if req == 3:
            if self.broken:
                raise ValueError("broken")
            return 0
        return -1


def wait_read(s):
    yield asyncio.core._io_queue.queue_read(s)


async def main(s, broken):
    # Broken from the start, or later.
    s.broken = broken
    t = asyncio.create_task(wait_read(s))
    await asyncio.sleep_ms(20)
    s.broken = True
    try:
        await t
    except ValueError as er:
        print(repr(er))
    await asyncio.sleep_ms(20)
    print("main goes on")


for broken in (False, True):
    asyncio.get_event_loop().set_exception_handler(lambda l, c: None)
    asyncio.run(main(Broken(), broken))
