# gather, wait_for, and loops.
import asyncio


async def nap(value=None, ms=0):
    await asyncio.sleep_ms(ms)
    return [value]


async def gathering(world):
    world.may_fail_with()
    await asyncio.gather(nap(1), nap(2, 1), asyncio.create_task(nap(3)))
    await asyncio.gather()


async def gathering_exceptions(world):
    async def fail():
        await nap()
        raise ValueError

    world.may_fail_with()
    results = await asyncio.gather(nap(1), fail(), return_exceptions=True)
    if isinstance(results[0], MemoryError) or isinstance(results[1], MemoryError):
        raise MemoryError
    try:
        await asyncio.gather(fail(), nap(2))
    except ValueError:
        pass


async def gathering_cancelled(world):
    async def gather():
        await asyncio.gather(nap(1, 1000), nap(2, 1000))

    task = world.start(gather)
    try:
        await nap()
        await nap()
    finally:
        task.cancel()


async def timeouts(world):
    world.may_fail_with()
    await asyncio.wait_for(nap(), 1)
    await asyncio.wait_for(nap(), None)
    await asyncio.wait_for_ms(asyncio.create_task(nap()), 1000)
    for awaitable in (nap(0, 1000), asyncio.sleep_ms(1000), asyncio.Event().wait()):
        try:
            await asyncio.wait_for_ms(awaitable, 1)
        except asyncio.TimeoutError:
            pass


async def timeouts_nested(world):
    async def inner():
        try:
            await asyncio.wait_for_ms(nap(0, 1000), 500)
        finally:
            await nap()

    world.may_fail_with()
    try:
        await asyncio.wait_for_ms(asyncio.wait_for_ms(inner(), 200), 1)
    except asyncio.TimeoutError:
        pass


async def timeouts_cancelled(world):
    async def patient():
        await asyncio.wait_for_ms(nap(0, 1000), 1000)

    task = world.start(patient)
    world.may_fail_with()
    try:
        await nap()
        await nap()
    finally:
        task.cancel()


async def loops(world):
    # The loop's own functions, and a loop within a task.
    world.may_fail_with()
    loop = asyncio.get_event_loop()
    loop.create_task(stop(loop))
    loop.run_forever()
    loop.run_until_complete(nap())
    asyncio.run(nap())
    loop.close()
    asyncio.new_event_loop()
    await nap()


async def stop(loop):
    try:
        await nap()
    finally:
        loop.stop()


async def timeouts_at_once(world):
    # The spare coroutines and runners of several at a time.
    async def user():
        await asyncio.wait_for_ms(nap(0, 1), 1000)
        await asyncio.gather(asyncio.wait_for_ms(nap(), 1000), asyncio.wait_for_ms(nap(0, 1), 1000))

    for _ in range(3):
        world.start(user)
        world.may_fail_with()
    await nap(0, 2)


PROGRAMS = (
    "gathering",
    "gathering_exceptions",
    "gathering_cancelled",
    "timeouts",
    "timeouts_nested",
    "timeouts_cancelled",
    "timeouts_at_once",
    "loops",
)
