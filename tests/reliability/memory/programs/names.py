# Names of tasks, how often they were cancelled, and monitor.
import asyncio


async def sleep(n):
    for _ in range(n):
        await asyncio.sleep_ms(0)


def started(world, name, function, *args):
    """As world.start, with a name."""
    task = asyncio.create_task(world.watch(function, *args), name=name)
    world.tasks[world.n - 1] = task
    return task


async def named(world):
    tasks = [started(world, "one", sleep, 2), world.start(sleep, 1)]
    tasks[1].set_name("two")
    third = world.start(sleep, 3)
    assert [task.get_name() for task in tasks] == ["one", "two"] and third.get_name().startswith("Task-")
    await sleep(4)


async def cancelled(world):
    async def stubborn():
        try:
            await asyncio.sleep_ms(1000)
        except asyncio.CancelledError:
            asyncio.current_task().uncancel()
        await sleep(1)

    task = started(world, "stubborn", stubborn)
    try:
        await sleep(1)
    finally:
        task.cancel()
    task.cancelling()
    await sleep(3)


async def monitored(world):
    # A task that there is no memory to measure is not measured.
    world.goes_without = True
    event = asyncio.Event()

    async def wait():
        await event.wait()

    try:
        asyncio.monitor()
        started(world, "sleeps", sleep, 5)
        started(world, "waits", wait)
        await sleep(2)
        idle, tasks = asyncio.monitor()
        assert len(tasks) >= 2
    finally:
        event.set()
        asyncio.monitor(False)


PROGRAMS = "named", "cancelled", "monitored"
