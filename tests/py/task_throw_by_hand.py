# An exception set as the data of a task that is ready is raised in it at its next turn.
import asyncio
from asyncio import core


async def child(name):
    try:
        await asyncio.sleep(10)
    except ValueError as er:
        print(name, repr(er))
        return "survived"


async def main():
    for exc in (ValueError("by hand"), ValueError, asyncio.CancelledError("message")):
        t = asyncio.create_task(child("child"))
        await asyncio.sleep_ms(0)
        core._task_queue.remove(t)
        core._task_queue.push(t)
        t.data = exc
        try:
            print(await t)
        except asyncio.CancelledError as er:
            print(repr(er))

    # A CancelledError with a message, put in the place of the one cancel() leaves.
    t = asyncio.create_task(child("child"))
    await asyncio.sleep_ms(0)
    t.cancel()
    print(t.data is asyncio.CancelledError)
    t.data = asyncio.CancelledError("reason", 1)
    try:
        await t
    except asyncio.CancelledError as er:
        print(er.args)


asyncio.run(main())
