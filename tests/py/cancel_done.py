# Cancelling a task that is over: returns False and changes nothing.
import asyncio


async def ok():
    return "ok"


async def fail():
    raise ValueError("fail")


async def forever():
    while True:
        await asyncio.sleep(1)


async def main():
    asyncio.get_event_loop().set_exception_handler(lambda l, c: print("reported"))
    for make in (ok, fail):
        for wait_first in (False, True):
            t = asyncio.create_task(make())
            if wait_first:
                try:
                    await t
                except ValueError:
                    pass
            else:
                await asyncio.sleep_ms(0)
            print(t.cancel(), t.done(), t.cancel())
            try:
                print(await t)
            except ValueError as er:
                print(repr(er))
    t = asyncio.create_task(forever())
    await asyncio.sleep_ms(0)
    print(t.cancel())
    await asyncio.sleep_ms(0)
    print(t.cancel(), t.done())
    for _ in range(2):
        try:
            await t
        except asyncio.CancelledError:
            print("cancelled")


asyncio.run(main())
