# What upstream looks up in `core` or in `Loop` while it runs counts when it was replaced: create_task, _exc_context, and
# everything about the exception handler.
import asyncio
from asyncio import core

create_task = core.create_task
created = 0


def counting(coro):
    global created
    created += 1
    return create_task(coro)


async def value(n):
    await asyncio.sleep_ms(0)
    return n


async def fail():
    raise ValueError("failed")


async def main():
    print("in main", created)
    print(await asyncio.gather(value(1), value(2)), created)
    await core._promote_to_task(value(3))
    print(created)
    await asyncio.get_event_loop().create_task(value(4))
    print(created)
    # This one is not core's.
    await asyncio.create_task(value(5))
    print(created)


core.create_task = counting
asyncio.run(main())
core.create_task = create_task
asyncio.run(value(6))
print(created)

# The context of exceptions is one dict.
context = core._exc_context
print(sorted(context), context["message"], context["exception"], context["future"])


def handler(loop, context):
    print(loop is asyncio.Loop, repr(context["exception"]), context is core._exc_context)


async def report():
    asyncio.create_task(fail())
    await asyncio.sleep_ms(0)
    await asyncio.sleep_ms(0)


loop = asyncio.get_event_loop()
print(loop._exc_handler, loop.get_exception_handler())
loop.set_exception_handler(handler)
print(loop._exc_handler is handler)
asyncio.run(report())
print(repr(context["exception"]))
loop._exc_handler = None
print(loop.get_exception_handler())

# A class, to which names can be given, and from which others can be derived.
asyncio.Loop.default_exception_handler = lambda loop, context: print("default", repr(context["exception"]))
asyncio.run(report())
asyncio.Loop.call_exception_handler = lambda context: print("call", repr(context["exception"]))
asyncio.run(report())
del asyncio.Loop.call_exception_handler
asyncio.Loop.own = 5
print(asyncio.Loop.own, loop.own)
del asyncio.Loop.own
print(hasattr(loop, "own"))


class Derived(asyncio.Loop):
    def run_twice(make):
        return [Derived.run_until_complete(make()) for _ in range(2)]


print(issubclass(Derived, asyncio.Loop), Derived.run_twice(lambda: value(7)))

run_until_complete = asyncio.Loop.run_until_complete
asyncio.Loop.run_until_complete = staticmethod(lambda aw: ("mine", run_until_complete(aw)))
print(asyncio.get_event_loop().run_until_complete(value(8)))
