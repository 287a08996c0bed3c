# Programs assign to the module and its submodules, each of which has names of its own, and delete what they assigned.
import asyncio
import asyncio.event, asyncio.lock
from asyncio import core

print(core.__name__, asyncio.event.__name__, asyncio.__name__)
try:
    from asyncio.core import nothing
except ImportError:
    print("ImportError")
print(hasattr(core, "Event"), hasattr(core, "Stream"), hasattr(asyncio.lock, "Lock"))


class Queue:
    pass


asyncio.Queue = Queue
print(asyncio.Queue is Queue, hasattr(core, "Queue"))

# Submodules can still be imported, by either name.
import asyncio.event, asyncio.stream, asyncio.funcs
from asyncio.lock import Lock
import asyncio

calls = []


def create_task(coro):
    calls.append("create_task")
    return core.create_task(coro)


asyncio.create_task = create_task


async def value():
    await asyncio.sleep_ms(1)
    return "value"


async def main():
    print(await asyncio.create_task(value()), calls)
    print(core.cur_task is asyncio.current_task(), len(calls))


asyncio.run(main())
core.own = 1
print(core.own, hasattr(asyncio, "own"))
del core.own
print(hasattr(core, "own"))
try:
    del core.own
except (AttributeError, KeyError):
    print("not there")
asyncio.event.Event = 5
from asyncio.event import Event

print(Event)
