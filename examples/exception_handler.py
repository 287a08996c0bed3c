# A task nobody waits for fails.  By default asyncio prints a traceback and carries on; with a
# handler of your own you decide, for instance to log the failure and start the task again.
import asyncio


def handler(loop, context):
    # context holds "message", "exception" and "future" (the task that failed).
    print("handler:", context["message"])
    print("handler:", repr(context["exception"]))
    if isinstance(context["exception"], OSError):
        print("handler: starting the sensor again")
        loop.create_task(sensor(fails=False))


async def sensor(fails):
    print("sensor: measuring")
    await asyncio.sleep_ms(10)
    if fails:
        raise OSError("sensor unplugged")
    print("sensor: 21 degrees")


async def other():
    for i in range(4):
        print("other: still running", i)
        await asyncio.sleep_ms(100)


async def main():
    asyncio.get_event_loop().set_exception_handler(handler)
    asyncio.create_task(sensor(fails=True))
    await other()

    # A failure somebody does wait for never reaches the handler.
    try:
        await asyncio.create_task(sensor(fails=True))
    except OSError as er:
        print("main: caught", repr(er))


asyncio.run(main())
