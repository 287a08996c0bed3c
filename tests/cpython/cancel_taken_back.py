# CPython 3.13
# What has happened to the last cancellation that counts. `uncancel` takes it back as long as the task has not learned of it,
# and a TaskGroup that raises what has failed lets its task learn of it later.
import asyncio


async def says(what, seconds=0):
    try:
        await asyncio.sleep(seconds)
        print(what)
    except asyncio.CancelledError as error:
        print("no", what, error.args)
        raise


async def stubborn(error):
    try:
        await asyncio.sleep(5)
    except asyncio.CancelledError:
        raise error


async def steps():
    for _ in range(4):
        await asyncio.sleep(0)


async def before_its_turn():
    task = asyncio.create_task(says("not begun"))
    task.cancelling()
    print(task.cancel("one"), task.cancel("two"), task.uncancel(), task.uncancel(), task.uncancel())
    await task
    task = asyncio.create_task(says("one is left"))
    task.cancelling()
    task.cancel("one")
    task.cancel("two")
    print(task.uncancel())
    await asyncio.wait([task])
    print(task.cancelled(), task.cancelling())
    # Who is taken out of a wait learns of it in any case.
    task = asyncio.create_task(says("waits", 5))
    task.cancelling()
    await asyncio.sleep(0)
    task.cancel("one")
    print(task.uncancel())
    await asyncio.wait([task])
    print(task.cancelled(), task.cancelling())


async def group(cancels, seconds, then):
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(stubborn(ValueError("stubborn")))
            await asyncio.sleep(0)
            if cancels:
                raise KeyError("block")
            await says("block", seconds)
    except Exception as error:
        print(type(error).__name__, [one.args for one in error.exceptions], asyncio.current_task().cancelling())
    await then()
    print("end of the group's task")
    return "value"


async def group_fails():
    async def goes_on():
        await says("afterwards")

    async def answers():
        print(asyncio.current_task().uncancel())
        await says("afterwards")

    # Nobody else cancels it.
    print(await group(True, 0, goes_on))
    # Somebody does in the block, and while it waits for the members.
    for then in (goes_on, answers):
        for seconds in (5, 0):
            task = asyncio.create_task(group(False, seconds, then))
            await steps()
            task.cancel("outside")
            await asyncio.wait([task])
            print(task.cancelled() or task.result(), task.cancelling())


async def both_at_once():
    async def block(name):
        async with asyncio.TaskGroup() as group:
            group.create_task(stubborn(ValueError(1)))
            await asyncio.sleep(0)
            await says(name, 5)

    # The time of a block is over, and a member fails then: the block's limit still holds for what comes behind the group.
    try:
        async with asyncio.timeout(0.03) as limit:
            try:
                await block("in time")
            except Exception as error:
                print(type(error).__name__)
            await says("late", 5)
    except asyncio.TimeoutError:
        print("TimeoutError", limit.expired(), asyncio.current_task().cancelling())
    # Nothing is left when the group's exception ends that block, too.
    try:
        async with asyncio.timeout(0.03) as limit:
            await block("in time")
    except Exception as error:
        print(type(error).__name__, limit.expired(), asyncio.current_task().cancelling())
    await says("goes on")
    # A second cancellation while a group waits for its members does not take the place of the first one.
    async def slow():
        try:
            await asyncio.sleep(5)
        finally:
            await asyncio.sleep(0.03)

    async def waits():
        async with asyncio.TaskGroup() as group:
            group.create_task(slow())

    task = asyncio.create_task(waits())
    for message in ("first", "second"):
        await steps()
        task.cancel(message)
    try:
        await task
    except asyncio.CancelledError as error:
        print(error.args, task.cancelling())


async def main():
    for part in (before_its_turn, group_fails, both_at_once):
        print("--", part.__name__)
        await part()


asyncio.run(main())
