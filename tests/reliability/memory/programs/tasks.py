# Tasks: making, awaiting and cancelling them; sleeping; what is known of them.
import asyncio


async def nap(value=None):
    await asyncio.sleep_ms(0)
    return value


async def chain(world):
    # Each waits for the next, and two for the same.
    async def link(depth):
        if depth:
            task = asyncio.create_task(link(depth - 1))
            try:
                await task
            finally:
                await task

    inner = asyncio.create_task(link(3))
    world.may_fail_with()
    first = world.start(wait_for_task, inner)
    world.may_fail_with()
    second = world.start(wait_for_task, inner)
    world.may_fail_with()
    await first
    await second


async def wait_for_task(task):
    await task


async def sleepers(world):
    async def sleep(ms):
        await asyncio.sleep_ms(ms)
        await asyncio.sleep(ms / 4000)
        # One that was kept to await later.
        kept, other = asyncio.sleep_ms(1), asyncio.sleep_ms(0)
        await other
        await kept

    for ms in (3, 1, 2):
        world.start(sleep, ms)
    await asyncio.sleep_ms(4)


async def cancelled(world):
    async def stubborn():
        try:
            await asyncio.sleep_ms(10_000)
        except asyncio.CancelledError:
            await nap()

    async def forever():
        while True:
            await asyncio.sleep_ms(1)

    async def forward(task):
        await task

    tasks = []
    try:
        for function in (stubborn, forever, forever):
            tasks.append(asyncio.create_task(function()))
            world.given = tasks[-1]
        tasks.append(world.start(forward, tasks[0]))
        world.may_fail_with()
        world.may_fail_with(-2)
        await nap()
    finally:
        if world.given and world.given not in tasks:
            world.given.cancel()
        for task in tasks:
            task.cancel()
    for task in tasks:
        try:
            await task
        except asyncio.CancelledError:
            pass


async def known(world):
    async def child():
        me = asyncio.current_task()
        await nap()
        return me, asyncio.core.cur_task, me.ph_key

    task = asyncio.create_task(child())
    world.may_fail_with()
    task.state, task.data, task.coro, task.done()
    await task
    task.data.value, task.state
    return hash(task)


async def attributes(world):
    objects = asyncio.Event(), asyncio.Lock(), asyncio.ThreadSafeFlag()
    for o in objects:
        o.note = [1]
        o.other = o
        o.note.append(2)
        del o.other
    asyncio.my_name = objects
    del asyncio.my_name
    asyncio.core.wait_for_ms = None
    del asyncio.core.wait_for_ms
    await nap()


async def failing(world):
    # Nobody awaits these: the exception handler is told.
    async def fail():
        await nap()
        raise ValueError

    def handler(loop, context):
        heard.append(context["future"])

    heard = []
    loop = asyncio.get_event_loop()
    loop.set_exception_handler(handler)
    try:
        loop.create_task(fail())
        loop.create_task(fail())
        await nap()
        loop.call_exception_handler({"message": "m", "exception": ValueError(), "future": None})
        await nap()
        await nap()
    finally:
        loop.set_exception_handler(None)
    loop.default_exception_handler(loop, {"message": "m", "exception": ValueError(), "future": asyncio.current_task()})


async def throwing(world):
    # Exceptions of many kinds, through several awaits.
    async def fail(exception):
        await nap()
        raise exception

    world.may_fail_with()
    for exception in (ValueError("x"), KeyError, OSError(5)):
        try:
            await asyncio.create_task(fail(exception))
        except (ValueError, KeyError, OSError):
            pass


PROGRAMS = "chain", "sleepers", "cancelled", "known", "attributes", "failing", "throwing"
