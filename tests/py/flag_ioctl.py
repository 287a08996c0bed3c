# ThreadSafeFlag is an io.IOBase whose ioctl can be called, and overridden.
import asyncio, select, io

flag = asyncio.ThreadSafeFlag()
print(isinstance(flag, io.IOBase))
print(flag.ioctl(3, select.POLLIN))
flag.set()
print(flag.ioctl(3, select.POLLIN) == select.POLLIN)
print(flag.ioctl(99, 0))


class Special(asyncio.ThreadSafeFlag):
    also = 0

    def ioctl(self, req, arg):
        if req == 3 and self.also & arg:
            return self.also & arg
        return super().ioctl(req, arg)


async def main():
    s = Special()
    s.set()
    await s.wait()
    t = asyncio.create_task(s.wait())
    await asyncio.sleep_ms(20)
    print(t.done())
    s.also = select.POLLIN
    await asyncio.wait_for(t, 1)
    print(t.done())


asyncio.run(main())
