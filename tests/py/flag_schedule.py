# ThreadSafeFlag set from micropython.schedule, as a soft interrupt would.
import asyncio, micropython


async def main():
    flag = asyncio.ThreadSafeFlag()
    micropython.schedule(lambda f: f.set(), flag)
    await flag.wait()
    print("first")

    async def later(ms):
        await asyncio.sleep_ms(ms)
        micropython.schedule(lambda f: (print("scheduled"), f.set()), flag)

    for ms in (0, 20, 40):
        asyncio.create_task(later(ms))
        await flag.wait()
        print("woken")

    # Bound method, and a chain of schedules.
    micropython.schedule(lambda _: micropython.schedule(lambda _: flag.set(), None), None)
    await asyncio.wait_for(flag.wait(), 1)
    print("chain")


asyncio.run(main())
