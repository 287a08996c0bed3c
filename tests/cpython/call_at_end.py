# What call_soon_threadsafe was asked for before the main task ended is called before run() returns.
import asyncio


async def main(value):
    asyncio.get_running_loop().call_soon_threadsafe(print, "called before", value)
    return value


for value in (1, 2):
    print(asyncio.run(main(value)))
