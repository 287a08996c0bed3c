# A coroutine can run once.  Afterwards it is an exhausted generator, which gives None.
import asyncio


async def child():
    await asyncio.sleep_ms(0)
    return "result"


async def main():
    c = child()
    print(await c)
    print(await c)
    print(await asyncio.create_task(c))
    print(await asyncio.wait_for(c, 1))
    print(await asyncio.gather(c, c))


c = child()
print(asyncio.run(c))
print(asyncio.run(c))
asyncio.run(main())
