# wait_for with unusual time limits: None, zero, negative, float, bool.
import asyncio


async def child(name):
    print(name, "start")
    try:
        await asyncio.sleep_ms(20)
    except asyncio.CancelledError:
        print(name, "cancelled")
        raise
    print(name, "end")
    return name


async def main():
    print(await asyncio.wait_for(child("None"), None))
    print(await asyncio.wait_for_ms(child("None ms"), None))
    for limit in (0, -1, False, 0.0, -0.25):
        try:
            await asyncio.wait_for(child("short"), limit)
        except asyncio.TimeoutError as er:
            print(repr(er))
    print(await asyncio.wait_for(child("float"), 0.75))
    print(await asyncio.wait_for(child("bool"), True))


asyncio.run(main())
