# The loop stays alive while the only thing it waits for is a flag, and when main waits for that.
import asyncio, micropython


async def wait(flag):
    await flag.wait()
    print("woken")
    return 5


async def setter(flag, ms):
    await asyncio.sleep_ms(ms)
    flag.set()


async def main():
    flag = asyncio.ThreadSafeFlag()
    asyncio.create_task(setter(flag, 50))
    return await wait(flag)


print(asyncio.run(main()))

# A flag waited for over the end of a run is still waited for in the next one.
flag = asyncio.ThreadSafeFlag()


async def start():
    asyncio.create_task(wait(flag))
    await asyncio.sleep_ms(0)


asyncio.run(start())
flag.set()
asyncio.run(asyncio.wait_for(asyncio.core.create_task(setter(asyncio.ThreadSafeFlag(), 20)), 1))
print("end")
