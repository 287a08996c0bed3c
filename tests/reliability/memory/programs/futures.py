# Futures, as_completed, handles of callbacks and all_tasks.
import asyncio

loop = asyncio.get_event_loop()
# There is no memory to make one of its own each time.
error = ValueError()


async def sleep(n):
    for _ in range(n):
        await asyncio.sleep_ms(0)


async def results(world):
    future = asyncio.Future()

    async def wait():
        assert await future == 5

    async def shield():
        assert await asyncio.shield(future) == 5

    # When one cannot begin nobody but this one is there to end the others.
    try:
        world.start(wait)
        world.start(wait)
        world.start(shield)
        await sleep(2)
    finally:
        if not future.done():
            future.set_result(5)


async def failures(world):
    future = loop.create_future()

    async def wait():
        try:
            await future
        except ValueError:
            pass

    try:
        world.start(wait)
        world.start(wait)
        await sleep(2)
    finally:
        future.set_exception(error)


async def cancels(world):
    future = loop.create_future()

    async def wait():
        try:
            await future
        except asyncio.CancelledError:
            pass

    try:
        world.start(wait)
        world.start(wait)
        await sleep(2)
    finally:
        future.cancel()


async def callbacks(world):
    called = []
    future = asyncio.Future()
    future.add_done_callback(called.append)
    future.add_done_callback(called.append)
    future.set_result(None)
    future.add_done_callback(called.append)
    await sleep(3)


async def completed(world):
    world.may_fail_with()
    tasks = [world.start(sleep, n) for n in (3, 1, 2)]
    for coroutine in asyncio.as_completed(tasks):
        await coroutine
    assert all(task.done() for task in tasks)


async def completed_too_late(world):
    world.may_fail_with()
    tasks = [world.start(asyncio.sleep_ms, ms) for ms in (0, 6)]
    try:
        for coroutine in asyncio.as_completed(tasks, timeout=0.002):
            await coroutine
    except asyncio.TimeoutError:
        pass


async def completed_abandoned(world):
    world.may_fail_with()
    iterator = asyncio.as_completed([world.start(sleep, n) for n in (3, 1, 2)], timeout=1)
    await next(iterator)


async def handles(world):
    called = []
    loop.call_soon(called.append, 1)
    kept = loop.call_later(0.001, called.append, 2)
    loop.call_at(loop.time() + 0.002, called.append, 3)
    ended = loop.call_later(0.001, called.append, 4)
    ended.cancel()
    loop.call_soon_threadsafe(called.append, 0)
    await asyncio.sleep_ms(5)
    assert called == [0, 1, 2, 3] and kept.when() and ended.cancelled()


async def all_of_them(world):
    for n in range(6):
        world.start(sleep, n)
    future = asyncio.Future()

    async def wait():
        await asyncio.shield(future)

    try:
        world.start(wait)
        await sleep(1)
        tasks = asyncio.all_tasks()
        assert world.tasks[5].done() or world.tasks[5] in tasks
    finally:
        future.set_result(None)


PROGRAMS = "results", "failures", "cancels", "callbacks", "completed", "completed_too_late", "completed_abandoned", "handles", "all_of_them"
