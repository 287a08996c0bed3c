# Runner: cleans up after what it has run.
import asyncio


async def add(a, b):
    await asyncio.sleep(0)
    return a + b


async def background(name, event=None):
    try:
        if event:
            await event.wait()
        else:
            await asyncio.sleep(10)
    except asyncio.CancelledError:
        seen.append(name + " cancelled")
        raise
    finally:
        seen.append(name + " finally")


async def leaves_tasks():
    tasks.append(asyncio.create_task(background("sleeps")))
    await asyncio.sleep(0)
    tasks.append(asyncio.create_task(background("waits", asyncio.Event())))
    await asyncio.sleep(0.01)
    return "left"


async def fails_late():
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        raise ValueError("while it was cancelled")


# In any order: what a Runner cancels is a set.
seen = []
tasks = []
with asyncio.Runner() as runner:
    print(runner.get_loop() is not None)
    print(runner.run(add(1, 2)), runner.run(add(3, 4)))
    print(runner.run(leaves_tasks()), [task.done() for task in tasks])
    print("the block ends")
print(sorted(seen))
print([task.done() for task in tasks], [task.cancelled() for task in tasks])
coro = add(1, 2)
for call in (lambda: runner.run(coro), runner.get_loop):
    try:
        call()
    except RuntimeError as error:
        print(error)
coro.close()
runner.close()

# A task goes on in the next run.
runner = asyncio.Runner()
log = []


async def count():
    while True:
        log.append(1)
        await asyncio.sleep(0)


async def start():
    asyncio.create_task(count())
    await asyncio.sleep(0.005)


runner.run(start())
n = len(log)
runner.run(add(1, 1))
print(len(log) > n)
runner.close()
n = len(log)

# An exception leaves the block, and all the rest is cancelled.
try:
    with asyncio.Runner() as runner:

        async def fail():
            asyncio.create_task(background("other"))
            await asyncio.sleep(0)
            raise ValueError("own")

        runner.run(fail())
except ValueError as error:
    print("ValueError", error)
print(len(log) == n, seen[-2:])

# What fails while it is cancelled is reported.
with asyncio.Runner() as runner:

    async def late():
        asyncio.get_running_loop().set_exception_handler(lambda loop, context: print("reported", context["exception"]))
        asyncio.create_task(fails_late())
        await asyncio.sleep(0)

    runner.run(late())
with asyncio.Runner() as runner:

    async def inner():
        try:
            coro = add(1, 2)
            runner.run(coro)
        except RuntimeError as error:
            print(error)
        await coro
        asyncio.get_running_loop().set_exception_handler(None)

    runner.run(inner())
