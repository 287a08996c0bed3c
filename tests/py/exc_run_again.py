# What a task has ended a run with does not end the next run, too: whoever waited for that task is cancelled.
import asyncio


async def bad(er):
    await asyncio.sleep_ms(1)
    raise er


async def tick(name):
    for i in range(3):
        await asyncio.sleep_ms(3)
    print(name, "done")


async def awaits(er):
    await asyncio.create_task(bad(er))


async def nested(er):
    await asyncio.create_task(awaits(er))


async def gathers(er):
    await asyncio.gather(bad(er), tick("beside"))


async def limits(er):
    await asyncio.wait_for(bad(er), 1)


async def gathers_limits(er):
    await asyncio.gather(limits(er), tick("beside"))


for main in awaits, nested, gathers, limits, gathers_limits:
    for er in KeyboardInterrupt(), SystemExit(3):
        print(main.__name__)
        try:
            asyncio.run(main(er))
        except BaseException as er2:
            print(repr(er2), er2 is er)
        # Without a new event loop: what is left of the first run goes on.
        asyncio.run(tick("second"))
