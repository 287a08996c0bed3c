# A derived class may call the __init__ of its base by name.
import asyncio
import io


class Event(asyncio.Event):
    def __init__(self, name):
        asyncio.Event.__init__(self)
        self.name = name
        if name == "set":
            self.set()


class Named(Event):
    def __init__(self, name):
        Event.__init__(self, name)
        print(self.name, self.is_set(), self.state)


class Lock(asyncio.Lock):
    def __init__(self):
        asyncio.Lock.__init__(self)
        print(self.locked())


class Flag(asyncio.ThreadSafeFlag):
    def __init__(self):
        asyncio.ThreadSafeFlag.__init__(self)
        self.set()


class Stream(asyncio.StreamReader):
    def __init__(self, s):
        asyncio.StreamReader.__init__(self, s, {"name": "value"})
        print(self.s is s, self.get_extra_info("name"))


class Inherits(asyncio.Lock):
    pass


class Super(asyncio.Lock):
    def __init__(self):
        super().__init__()


async def main():
    Named("clear")
    event = Named("set")
    print(await event.wait())
    event.clear()
    print(event.is_set(), hasattr(event, "other"))
    lock = Lock()
    async with lock:
        print(lock.locked())
    await Flag().wait()
    Stream(io.BytesIO(b"line\n"))
    for made in Inherits(), Super():
        async with made:
            print(made.locked(), isinstance(made, asyncio.Lock), isinstance(made, asyncio.Event))


asyncio.run(main())
