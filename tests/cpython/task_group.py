# TaskGroup: its tasks end before the block does, and one that fails ends the others, in any order.
import asyncio


async def say(log, name, delay, result=None):
    try:
        await asyncio.sleep(delay)
        log.append(name)
        return result
    except asyncio.CancelledError:
        log.append("no " + name)
        raise


async def fail(delay, error):
    await asyncio.sleep(delay)
    raise error


def show(error):
    print(type(error).__name__, error.message, [(type(one).__name__, one.args) for one in error.exceptions])


async def success():
    log = []
    async with asyncio.TaskGroup() as group:
        a = group.create_task(say(log, "a", 0.08, 1))
        b = group.create_task(say(log, "b", 0.04, 2))
        log.append("block")
    print(log, a.result(), b.result(), a.done(), b.done())
    async with asyncio.TaskGroup():
        pass
    print("empty")


async def one_fails():
    log = []
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(say(log, "a", 1))
            group.create_task(fail(0.04, ValueError("one")))
            group.create_task(say(log, "b", 1))
    except Exception as error:
        show(error)
        print(error)
    print(sorted(log))


async def one_fails_in_the_block():
    log = []
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(fail(0.04, ValueError("one")))
            a = group.create_task(say(log, "a", 1))
            await say(log, "block", 1)
    except Exception as error:
        show(error)
    print(sorted(log), a.cancelled())
    # The block's task is not cancelled any more.
    await asyncio.sleep(0.02)
    print("goes on")


async def the_block_fails():
    log = []
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(say(log, "a", 1))
            await asyncio.sleep(0.02)
            raise KeyError("block")
    except Exception as error:
        show(error)
    print(log)


async def several_fail():
    async def fails_when_cancelled():
        try:
            await asyncio.sleep(1)
        finally:
            raise TypeError("two")

    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(fail(0.005, ValueError("one")))
            group.create_task(fails_when_cancelled())
            group.create_task(say([], "a", 1))
    except Exception as error:
        show(error)
        print(error)


async def cancelled_from_outside():
    log = []

    async def work():
        async with asyncio.TaskGroup() as group:
            group.create_task(say(log, "a", 1))
            group.create_task(say(log, "b", 1))

    task = asyncio.create_task(work())
    await asyncio.sleep(0.02)
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        print("cancelled", sorted(log))

    async def in_the_block():
        async with asyncio.TaskGroup() as group:
            group.create_task(say(log, "c", 1))
            await say(log, "block", 1)

    log.clear()
    task = asyncio.create_task(in_the_block())
    await asyncio.sleep(0.02)
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        print("cancelled", sorted(log))


async def a_member_is_cancelled():
    log = []
    async with asyncio.TaskGroup() as group:
        a = group.create_task(say(log, "a", 1))
        b = group.create_task(say(log, "b", 0.04))
        await asyncio.sleep(0.02)
        a.cancel()
    print(log, a.cancelled(), b.cancelled())


async def members_make_members():
    log = []

    async def tree(group, depth):
        log.append(depth)
        if depth:
            group.create_task(tree(group, depth - 1))
            group.create_task(tree(group, depth - 1))
        await asyncio.sleep(0.001)

    async with asyncio.TaskGroup() as group:
        group.create_task(tree(group, 3))
    print(sorted(log))


async def nested():
    log = []
    try:
        async with asyncio.TaskGroup() as outer:
            outer.create_task(say(log, "outer", 1))
            async with asyncio.TaskGroup() as inner:
                inner.create_task(fail(0.005, ValueError("inner")))
                inner.create_task(say(log, "inner", 1))
    except Exception as error:
        print(type(error).__name__, len(error.exceptions))
        show(error.exceptions[0])
    print(sorted(log))


async def misuse():
    group = asyncio.TaskGroup()
    for step in ("before", "after"):
        coro = say([], "x", 0)
        try:
            group.create_task(coro)
        except RuntimeError:
            print("not", step)
        coro.close()
        if step == "before":
            async with group:
                pass
    try:
        async with group:
            pass
    except RuntimeError:
        print("not twice")


async def with_timeout():
    log = []
    try:
        async with asyncio.timeout(0.04):
            async with asyncio.TaskGroup() as group:
                group.create_task(say(log, "a", 1))
                group.create_task(say(log, "b", 1))
    except asyncio.TimeoutError:
        print("timeout", sorted(log))


# Others may await and gather members.
async def awaited():
    log = []
    async with asyncio.TaskGroup() as group:
        a = group.create_task(say(log, "a", 0.04, 1))
        b = group.create_task(say(log, "b", 0.04, 2))
        print(await a, await asyncio.gather(a, b), log)


async def main():
    for part in (
        success,
        one_fails,
        one_fails_in_the_block,
        the_block_fails,
        several_fail,
        cancelled_from_outside,
        a_member_is_cancelled,
        members_make_members,
        nested,
        misuse,
        with_timeout,
        awaited,
    ):
        print(part.__name__)
        await part()


asyncio.run(main())
