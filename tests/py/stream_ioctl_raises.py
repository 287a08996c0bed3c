# A Python stream whose ioctl raises: the exception leaves asyncio.run, the loop can be run again.
import asyncio, io, select


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


async def main(s):
    t = asyncio.create_task(wait_read(s))
    await asyncio.sleep_ms(20)
    s.broken = True
    await asyncio.sleep_ms(20)
    print("main goes on")
    s.broken = False
    t.cancel()


async def nop():
    await asyncio.sleep_ms(50)
    return "next run"


s = Broken()
try:
    asyncio.run(main(s))
except ValueError as er:
    print(repr(er))
s.broken = False
print(asyncio.run(nop()))
