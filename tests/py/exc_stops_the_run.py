# SystemExit, KeyboardInterrupt and other BaseExceptions leave asyncio.run at once, from whichever
# task.  The other tasks are kept and go on in the next run.
import asyncio


class Own(BaseException):
    pass


async def raiser(er):
    print("raiser")
    await asyncio.sleep_ms(0)
    raise er


async def other(name, n):
    for i in range(n):
        print(name, i)
        await asyncio.sleep_ms(0)
    print(name, "end")


async def main(er):
    asyncio.create_task(raiser(er))
    await other("main", 4)
    print("main not stopped")


async def nop():
    return "next run works"


async def rest():
    await asyncio.sleep_ms(20)


for er in (SystemExit(3), KeyboardInterrupt(), Own("own"), BaseException("base")):
    print(repr(er))
    asyncio.new_event_loop()
    ev = asyncio.Event()
    asyncio.create_task(other("background", 6))
    waiter = asyncio.create_task(ev.wait())
    sleeper = asyncio.create_task(asyncio.wait_for_ms(ev.wait(), 10_000))
    try:
        asyncio.run(main(er))
    except BaseException as er2:
        print("raised", er2 is er)
    print(asyncio.run(nop()))
    asyncio.run(rest())
    # Who waited still waits.
    print(waiter.done(), sleeper.done())
    ev.set()
    asyncio.run(rest())
    print(waiter.done(), sleeper.done())
