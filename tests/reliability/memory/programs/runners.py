# Runner. It ends what a program has left behind; where there is no memory for that, it can be closed again.
import asyncio


def run(main):
    runner = asyncio.Runner()
    try:
        runner.run(main)
    finally:
        while True:
            try:
                runner.close()
                break
            except MemoryError:
                pass


async def sleep():
    await asyncio.sleep_ms(100_000)


async def wait(event):
    await event.wait()


async def sleep_on():
    try:
        await sleep()
    finally:
        await asyncio.sleep_ms(0)


async def leaves(world):
    asyncio.create_task(world.watch(sleep))
    asyncio.create_task(world.watch(wait, asyncio.Event()))
    asyncio.create_task(world.watch(sleep_on))
    await asyncio.sleep_ms(0)


async def leaves_none(world):
    world.start(asyncio.sleep_ms, 1)


PROGRAMS = "leaves", "leaves_none"
