# Cancelled twice before its turn: one CancelledError.  Cancelled again while tidying up: another.
import asyncio


async def tidy(name):
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        print(name, "first")
        try:
            await asyncio.sleep_ms(20)
            print(name, "tidied up")
        except asyncio.CancelledError:
            print(name, "second")
            raise
        raise


async def main():
    t = asyncio.create_task(tidy("a"))
    await asyncio.sleep_ms(0)
    print(t.cancel(), t.cancel())
    try:
        await t
    except asyncio.CancelledError:
        print("a is over")

    t = asyncio.create_task(tidy("b"))
    await asyncio.sleep_ms(0)
    print(t.cancel())
    await asyncio.sleep_ms(0)
    print(t.done(), t.cancel())
    await asyncio.sleep_ms(0)
    print(t.done(), t.cancel())
    try:
        await t
    except asyncio.CancelledError:
        print("b is over")


asyncio.run(main())
