# How instances are printed: with their addresses, by which a log tells them apart.
import asyncio
import io


class Event(asyncio.Event):
    pass


class Named(asyncio.Lock):
    def __repr__(self):
        return "<Named>"


class Text(io.IOBase):
    pass


for made in (
    asyncio.Event(),
    asyncio.Lock(),
    asyncio.ThreadSafeFlag(),
    asyncio.StreamReader(Text()),
    asyncio.stream.Server(),
    Event(),
    Named(),
):
    text = repr(made)
    print(text.split("at ")[0], text == "<Named>" or text == "<%s object at %x>" % (type(made).__name__, id(made)), str(made) == text)
