# Classes derived from one of these and a class of the program's, in either order, and with the methods that Python calls itself.
import asyncio
import io


class Mixin:
    def __init__(self):
        self.mixed = 1

    def hello(self):
        return "hello", self.mixed


class Before(Mixin, asyncio.Event):
    def __init__(self):
        Mixin.__init__(self)
        asyncio.Event.__init__(self)


class Behind(asyncio.Event, Mixin):
    def __init__(self):
        super().__init__()
        Mixin.__init__(self)


class Locked(asyncio.Lock, Mixin):
    def __init__(self):
        Mixin.__init__(self)
        asyncio.Lock.__init__(self)


class Own(asyncio.Event):
    def __init__(self, a, b=2):
        super().__init__()
        self.args = a, b

    @property
    def both(self):
        return self.is_set(), self.state

    @classmethod
    def name(cls):
        return cls.__name__

    def __getattr__(self, name):
        return "no " + name

    def __call__(self):
        return 5

    def __len__(self):
        return 3

    def __eq__(self, other):
        return True

    def __hash__(self):
        return 1

    def __repr__(self):
        return "<mine>"

    def __enter__(self):
        return self

    def __exit__(self, *args):
        return True

    def __iter__(self):
        yield from self.wait()
        return 6

    __await__ = __iter__

    def __getitem__(self, i):
        return i


class Text(io.IOBase):
    def ioctl(self, request, arg):
        return arg

    def read(self, n=-1):
        return b"x" * n


class Reader(asyncio.StreamReader, Mixin):
    def __init__(self, s, name):
        super().__init__(s, {"name": name})
        Mixin.__init__(self)

    async def read(self, n=-1):
        return await super().read(n) + b"!"


async def main():
    for of in Before, Behind:
        event = of()
        print(event.hello(), isinstance(event, Mixin), isinstance(event, asyncio.Event), event.is_set())
        event.set()
        print(event.is_set(), await event.wait())
    lock = Locked()
    async with lock:
        print(lock.hello(), lock.locked())

    own = Own(1, b=3)
    print(own.args, own.both, own.name(), own.other, own(), len(own), own == 1, own, {own: 1}[own], own[4], callable(own))
    with own:
        raise ValueError
    own.set()
    print(await own, own.both)

    reader = Reader(Text(), "a")
    print(await reader.read(3), await reader.readexactly(2), reader.hello(), reader.get_extra_info("name"), reader.e)


asyncio.run(main())
