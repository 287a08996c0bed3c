# Event subclassed from Python: super().__init__(), overridden and added methods.
import asyncio


class CountingEvent(asyncio.Event):
    def __init__(self, name):
        super().__init__()
        self.name = name
        self.sets = 0

    def set(self):
        self.sets += 1
        print(self.name, "set", self.sets)
        super().set()

    async def wait(self):
        print(self.name, "waited for")
        r = await super().wait()
        print(self.name, "happened")
        return r

    async def wait_and_clear(self):
        await self.wait()
        self.clear()


class Plain(asyncio.Event):
    pass


async def waiter(ev):
    await ev.wait_and_clear()


async def main():
    ev = CountingEvent("ev")
    print(isinstance(ev, asyncio.Event), ev.is_set(), type(ev).__name__)
    t = asyncio.create_task(waiter(ev))
    await asyncio.sleep_ms(0)
    ev.set()
    print(ev.is_set())
    await t
    print(ev.is_set(), ev.sets)

    # Cancelled while waiting.
    t = asyncio.create_task(waiter(ev))
    await asyncio.sleep_ms(0)
    t.cancel()
    try:
        await t
    except asyncio.CancelledError:
        print("cancelled")
    ev.set()
    print(await ev.wait())

    # Without an __init__ of its own.
    p = Plain()
    t = asyncio.create_task(asyncio.wait_for(p.wait(), 1))
    await asyncio.sleep_ms(0)
    p.set()
    print(await t, p.is_set())


asyncio.run(main())
