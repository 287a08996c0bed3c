# Methods of Event taken from the class, for instances of derived classes, and what such an instance stores as `state`.
import asyncio


class Named(asyncio.Event):
    def __init__(self, name):
        asyncio.Event.__init__(self)
        self.name = name

    def set(self):
        print(self.name, "set")
        asyncio.Event.set(self)

    def clear(self):
        asyncio.Event.clear(self)
        print(self.name, "cleared")

    def is_set(self):
        return asyncio.Event.is_set(self), self.name

    async def wait(self):
        return await asyncio.Event.wait(self), self.name


class Mixin:
    pass


class Further(Mixin, Named):
    pass


async def main():
    for event in Named("one"), Further("two"):
        print(isinstance(event, asyncio.Event), event.is_set())
        task = asyncio.create_task(event.wait())
        await asyncio.sleep_ms(0)
        event.set()
        print(await task, event.is_set())
        event.clear()
        print(event.is_set())
        event.state = True
        print(event.is_set(), event.state, await event.wait())
    plain = asyncio.Event()
    asyncio.Event.set(plain)
    print(plain.is_set(), asyncio.Event.is_set(plain), isinstance(plain, asyncio.Event), isinstance(plain, Named))
    print(issubclass(Further, asyncio.Event), issubclass(Named, asyncio.Lock), type(event) is Further)


asyncio.run(main())
