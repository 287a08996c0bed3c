# TaskGroup, timeout, wait, shield and what is called when a task is done.
import asyncio

# There is no memory to make one of its own each time.
error = ValueError()


async def sleep(n):
    for _ in range(n):
        await asyncio.sleep_ms(0)


def start(world, group, function, *args):
    i = world.n
    world.tasks[i] = group.create_task(world.watch(function, *args))


async def group(world):
    # A member that fails ends the block.
    world.may_fail_with()
    try:
        async with asyncio.TaskGroup() as group:
            for n in (1, 3, 2):
                start(world, group, sleep, n)
    except asyncio.ExceptionGroup as error:
        for one in error.exceptions:
            raise one


async def failing_group(world):
    async def fail():
        await asyncio.sleep_ms(0)
        raise OSError("one")

    world.may_fail_with()
    try:
        async with asyncio.TaskGroup() as group:
            start(world, group, sleep, 100)
            group.create_task(fail())
            await asyncio.sleep_ms(50)
    except asyncio.ExceptionGroup as error:
        for one in error.exceptions:
            if isinstance(one, MemoryError):
                raise one
        assert len(error.exceptions) == 1
    except asyncio.CancelledError:
        # There was no memory to say what has failed.
        raise MemoryError


async def timeouts(world):
    async def limited(ms):
        try:
            async with asyncio.timeout_ms(ms):
                await asyncio.sleep_ms(2)
        except asyncio.TimeoutError:
            pass

    world.start(limited, 1)
    world.start(limited, 50)
    await asyncio.wait_for_ms(asyncio.sleep_ms(4), 100)


async def deadlines(world):
    loop = asyncio.get_running_loop()

    async def limited(seconds):
        try:
            async with asyncio.timeout_at(loop.time() + seconds) as limit:
                await asyncio.sleep_ms(1)
                limit.reschedule(limit.when() + 0.001)
                async with asyncio.timeout(1):
                    await asyncio.sleep_ms(3)
        except asyncio.TimeoutError:
            assert limit.expired()

    world.start(limited, 0.0015)
    world.start(limited, 1)
    await asyncio.sleep_ms(6)


async def waits_for_exception(world):
    async def fail():
        await asyncio.sleep_ms(0)
        raise error

    world.may_fail_with()
    tasks = [asyncio.ensure_future(fail()), world.start(sleep, 3)]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
    finally:
        for task in tasks:
            task.cancel()
    tasks[0].exception()


async def waits(world):
    tasks = [world.start(sleep, n) for n in (1, 2, 3)]
    await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    done, pending = await asyncio.wait(tasks, timeout=1)
    assert not pending


async def shields(world):
    # What shields is a task of its own.
    world.may_fail_with()
    task = world.start(sleep, 3)
    try:
        await asyncio.wait_for_ms(asyncio.shield(task), 0)
    except asyncio.TimeoutError:
        pass
    await task


async def callbacks(world):
    called = []
    task = world.start(sleep, 2)
    task.add_done_callback(called.append)
    await task
    await asyncio.sleep_ms(0)


PROGRAMS = "group", "failing_group", "timeouts", "deadlines", "waits", "waits_for_exception", "shields", "callbacks"
