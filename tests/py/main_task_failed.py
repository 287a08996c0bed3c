# A main task that failed is done, and is not reported to the exception handler as well.
import asyncio

loop = asyncio.get_event_loop()
loop.set_exception_handler(lambda l, c: print("handler", repr(c["exception"])))


async def fail(er):
    await asyncio.sleep_ms(0)
    raise er


async def nop():
    await asyncio.sleep_ms(20)


for er in (ValueError("v"), asyncio.CancelledError("c")):
    t = loop.create_task(fail(er))
    try:
        loop.run_until_complete(t)
    except BaseException as er2:
        print(repr(er2), er2 is er, t.done(), t.cancel())
    asyncio.run(nop())
