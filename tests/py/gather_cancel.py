# A gather that is cancelled cancels its children; how they end decides nothing any more.
import asyncio


async def child(name, end=None):
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        print(name, "cancelled")
        if end is None:
            raise
        if isinstance(end, Exception):
            raise end
        return end


async def main():
    asyncio.get_event_loop().set_exception_handler(
        lambda l, c: print("reported", repr(c["exception"]))
    )
    for kept in (False, True):
        g = asyncio.create_task(
            asyncio.gather(
                child("a"),
                child("b", "swallowed"),
                child("c", ValueError("c")),
                return_exceptions=kept,
            )
        )
        await asyncio.sleep_ms(20)
        print(g.cancel())
        try:
            print(await g)
        except asyncio.CancelledError as er:
            print("gather cancelled", er.args)
        await asyncio.sleep_ms(50)

    # Cancelled by a timeout, with one child done already.
    async def quick():
        print("quick")

    try:
        await asyncio.wait_for_ms(asyncio.gather(quick(), child("d")), 20)
    except asyncio.TimeoutError:
        print("timeout")
    await asyncio.sleep_ms(20)


asyncio.run(main())
