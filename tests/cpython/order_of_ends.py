# In which order those learn of an end who wait for it, and those who are told of it; and at which turn.
import asyncio


async def awaits(name, future):
    try:
        print(name, await future)
    except (asyncio.CancelledError, ValueError) as error:
        print(name, type(error).__name__)


async def waits(name, future):
    done, pending = await asyncio.wait([future])
    print(name, len(done), len(pending))


async def counts(n):
    for i in range(n):
        print("turn", i)
        await asyncio.sleep(0)


def said(name):
    return lambda future: print(name, future.done())


# Waiters and callbacks of a future, as they came; who waits by `wait` or `shield` has another turn.
async def mixed(end):
    future = asyncio.Future()
    future.add_done_callback(said("callback 0"))
    tasks = []
    for i in range(1, 4):
        tasks.append(asyncio.create_task(awaits("awaits %d" % i, future)))
        tasks.append(asyncio.create_task(awaits("shields %d" % i, asyncio.shield(future))))
        tasks.append(asyncio.create_task(waits("waits %d" % i, future)))
        await asyncio.sleep(0)
        future.add_done_callback(said("callback %d" % i))
    end(future)
    future.add_done_callback(said("callback afterwards"))
    tasks.append(asyncio.create_task(counts(4)))
    await asyncio.wait(tasks)


# One of those who wait before a callback is cancelled, and takes the future with it.
async def cancelled():
    future = asyncio.Future()
    tasks = [asyncio.create_task(awaits("first", asyncio.shield(future))), asyncio.create_task(awaits("second", future))]
    tasks.append(asyncio.create_task(awaits("third", future)))
    await asyncio.sleep(0)
    future.add_done_callback(said("callback"))
    tasks[0].cancel()
    await asyncio.sleep(0)
    tasks[1].cancel()
    await asyncio.wait(tasks)


# What is done already is told of at a turn of its own, too.
async def done_already():
    future = asyncio.Future()
    future.set_result(1)
    counting = asyncio.create_task(counts(3))
    await waits("waits", future)
    for each in asyncio.as_completed([future]):
        print("completed", await each)
    await counting


# Two that fail in the same round are both among the errors, in the order in which they fail.
async def group():
    async def fails(n, turns):
        try:
            for _ in range(turns):
                await asyncio.sleep(0)
        except asyncio.CancelledError:
            print("cancelled", n)
            raise
        raise ValueError(n)

    try:
        async with asyncio.TaskGroup() as tasks:
            for n, turns in enumerate((2, 1, 1, 3)):
                tasks.create_task(fails(n, turns))
    except Exception as error:
        print([each.args[0] for each in error.exceptions])


# Callbacks that can be taken out, from among those who wait.
async def removed():
    future = asyncio.Future()

    def callback(future):
        print("called")

    future.add_done_callback(callback)
    waiting = asyncio.create_task(awaits("awaits", future))
    await asyncio.sleep(0)
    future.add_done_callback(callback)
    future.add_done_callback(said("other"))
    print(future.remove_done_callback(callback), future.remove_done_callback(callback))
    future.set_result("value")
    await waiting


async def main():
    for end in (lambda future: future.set_result("value"), lambda future: future.set_exception(ValueError()), asyncio.Future.cancel):
        await mixed(end)
        print("--")
    for part in (cancelled, done_already, group, removed):
        print("--", part.__name__)
        await part()


asyncio.run(main())
