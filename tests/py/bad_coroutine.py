# What isn't a coroutine is refused with upstream's words, and nothing is scheduled.
import asyncio
from asyncio import core


async def nop():
    return "nop"


def attempt(name, f, *args):
    try:
        f(*args)
        print(name, "accepted")
    except TypeError as er:
        print(name, "TypeError:", er)


loop = asyncio.get_event_loop()
for bad in (1, None, "x", nop, [], object(), iter([])):
    what = "function" if bad is nop else type(bad).__name__
    for f in (asyncio.create_task, asyncio.run, loop.create_task, loop.run_until_complete):
        attempt(what, f, bad)

print(core._task_queue.peek())


async def main():
    for f in (
        lambda: asyncio.wait_for(1, 1),
        lambda: asyncio.wait_for("x", 1),
        lambda: asyncio.wait_for(None, None),
        lambda: asyncio.wait_for_ms(nop, 1),
        lambda: asyncio.gather(1),
        lambda: asyncio.gather(None),
        lambda: asyncio.gather([nop]),
    ):
        try:
            print(await f())
        except TypeError as er:
            print("TypeError:", er)
    # Things that can't be awaited at all.
    for bad in (1, None, nop):
        try:
            await bad
        except TypeError:
            print("TypeError")


asyncio.run(main())
print(asyncio.run(nop()))
