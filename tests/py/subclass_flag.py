# ThreadSafeFlag subclassed from Python.
import asyncio, select


class CountingFlag(asyncio.ThreadSafeFlag):
    def __init__(self):
        super().__init__()
        self.sets = 0

    def set(self):
        self.sets += 1
        super().set()

    async def wait(self):
        await super().wait()
        print("flag after", self.sets)
        return self.sets


class Plain(asyncio.ThreadSafeFlag):
    pass


async def setter(flag, ms):
    await asyncio.sleep_ms(ms)
    flag.set()


async def main():
    for flag in (CountingFlag(), Plain()):
        print(isinstance(flag, asyncio.ThreadSafeFlag))
        # Set before, set while waiting.
        flag.set()
        print(await flag.wait())
        asyncio.create_task(setter(flag, 20))
        print(await flag.wait())
        # Cleared by wait.
        try:
            await asyncio.wait_for_ms(flag.wait(), 20)
        except asyncio.TimeoutError:
            print("timeout")
        # Still a stream for select.poll.
        p = select.poll()
        p.register(flag, select.POLLIN)
        print(len(p.poll(0)))
        flag.set()
        print(len(p.poll(0)))
        flag.clear()
        print(len(p.poll(0)))


asyncio.run(main())
