# wait_for with a time limit that isn't a number raises, and that is the end of it.
# Upstream leaves the extra task it made running; when the coroutine is done it cancels the caller, who
# has long been doing something else.
import asyncio


async def child():
    await asyncio.sleep_ms(10)


async def main():
    for f, bad in ((asyncio.wait_for, []), (asyncio.wait_for_ms, "x"), (asyncio.wait_for_ms, [])):
        try:
            await f(child(), bad)
            print("accepted")
        except (TypeError, ValueError) as er:
            print("refused")
    await asyncio.sleep_ms(50)
    print("undisturbed")
    print(await asyncio.wait_for(child(), 1))


asyncio.run(main())
