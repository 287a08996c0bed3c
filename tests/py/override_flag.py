# A ThreadSafeFlag whose ioctl a derived class overrides: it is asked whether the flag is set.
import asyncio, select

MP_STREAM_POLL = 3


class Pin(asyncio.ThreadSafeFlag):
    def __init__(self, name):
        super().__init__()
        self.name = name
        self.level = 0
        self.asked = 0

    def ioctl(self, request, arg):
        if request == MP_STREAM_POLL:
            self.asked += 1
            return arg if self.level else super().ioctl(request, arg)
        return -1


class Named(asyncio.ThreadSafeFlag):
    def ioctl(self, request, arg):
        return asyncio.ThreadSafeFlag.ioctl(self, request, arg)


class Fails(asyncio.ThreadSafeFlag):
    def ioctl(self, request, arg):
        return -5


class Overrides(asyncio.ThreadSafeFlag):
    def set(self):
        print("set")
        super().set()

    def clear(self):
        print("clear")
        super().clear()


async def later(pin, ms):
    await asyncio.sleep_ms(ms)
    pin.level = 1


async def wait(pin):
    await pin.wait()
    print(pin.name, "came", pin.level)


async def main():
    pin = Pin("pin")
    task = asyncio.create_task(wait(pin))
    asyncio.create_task(later(pin, 20))
    await task
    print(pin.asked > 0)
    pin.level = 0

    # By set, before and during the wait.
    pin.set()
    await wait(pin)
    print(pin.state)
    for flag in pin, Named():
        task = asyncio.create_task(flag.wait())
        await asyncio.sleep_ms(5)
        print(task.done())
        flag.set()
        await task
        print(flag.state)

    # It is over when it is cancelled, and the flag can be waited for again.
    try:
        await asyncio.wait_for_ms(pin.wait(), 10)
    except asyncio.TimeoutError:
        print("timeout")
    pin.level = 1
    await asyncio.wait_for_ms(pin.wait(), 1000)

    # select.poll and the loop's queue ask it as well.
    pin.level = 0
    poll = select.poll()
    poll.register(pin, select.POLLIN)
    print(len(poll.poll(0)))
    pin.level = 1
    print([events for _, events in poll.poll(0)])

    flag = Overrides()
    flag.set()
    await flag.wait()
    # A state that the program stores.
    flag.state = 1
    await asyncio.wait_for_ms(flag.wait(), 1000)
    print(flag.state)
    await asyncio.sleep_ms(0)


asyncio.run(main())
