# A task that ends in SystemExit, KeyboardInterrupt or the like stops the run, but it is over: in
# the next run whoever waited for it is cancelled. Who awaits it then gets the exception.
# Upstream leaves the task unfinished forever, and with it everybody who waits for it.
import asyncio


class Own(BaseException):
    pass


async def bad(er):
    await asyncio.sleep_ms(0)
    raise er


async def waiter(name, t):
    try:
        await t
    except BaseException as er:
        print(name, repr(er))
    return name


async def main(t):
    await asyncio.sleep_ms(50)


for er in (SystemExit(3), KeyboardInterrupt(), Own("own")):
    asyncio.new_event_loop()
    t = asyncio.create_task(bad(er))
    ws = [asyncio.create_task(waiter(n, t)) for n in "abc"]
    try:
        asyncio.run(main(t))
    except BaseException as er2:
        print("run", repr(er2))
    print(asyncio.core.cur_task, t.done())
    print(asyncio.run(asyncio.gather(*ws)))
    # And it can be awaited again, like any failed task.
    print(asyncio.run(waiter("again", t)))
