# A task can't cancel itself, directly or through a task that waits for it.
import asyncio


async def me():
    try:
        asyncio.current_task().cancel()
    except RuntimeError as er:
        print("RuntimeError:", er)
    await asyncio.sleep_ms(0)
    return "went on"


async def main():
    print(await me())
    print(await asyncio.create_task(me()))
    print(await asyncio.gather(me(), me()))


asyncio.run(main())
