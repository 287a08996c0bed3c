# call_later without a delay comes behind all that becomes ready in the same round; a limit of no time at all is such a call.
import asyncio


async def calls():
    loop = asyncio.get_running_loop()
    log = []
    loop.call_later(0, log.append, "later")
    loop.call_soon(log.append, "soon")
    loop.call_at(loop.time() - 1, log.append, "in the past")
    handle = loop.call_later(0, log.append, "cancelled")
    handle.cancel()
    await asyncio.sleep(0)
    print(log[:1])
    await asyncio.sleep(0)
    # Those that are due at once are called in the order of their times by CPython, and as they came by others.
    print(len(log), log[0])


async def next_rounds():
    loop = asyncio.get_running_loop()
    log = []

    def step(n):
        log.append(n)
        if n == 0:
            loop.call_later(0, step, "later")
            loop.call_soon(step, 1)
        elif n == 1:
            loop.call_soon(step, 2)

    loop.call_soon(step, 0)
    await asyncio.sleep(0.02)
    print(log)


# A call that is the last of its round and is cancelled in it does not end the round.
async def last_is_cancelled():
    loop = asyncio.get_running_loop()
    log = []

    def first():
        last.cancel()
        loop.call_later(0, log.append, "later")

    loop.call_soon(first)
    loop.call_soon(log.append, "in the round")
    last = loop.call_soon(log.append, "not called")
    await asyncio.sleep(0.02)
    print(log)


async def no_time():
    async def counts():
        for i in range(4):
            print("turn", i)
            await asyncio.sleep(0)

    tasks = [asyncio.create_task(counts()), asyncio.create_task(asyncio.sleep(0.05))]
    done, pending = await asyncio.wait(tasks, timeout=0)
    print("wait", len(done), len(pending))
    try:
        for each in asyncio.as_completed([tasks[1]], timeout=0):
            await each
    except asyncio.TimeoutError:
        print("as_completed")
    await tasks[1]


# The message of the first call stays if that has ended a wait.
async def messages():
    async def sleeps(seconds):
        try:
            await asyncio.sleep(seconds)
            await asyncio.sleep(seconds)
        except asyncio.CancelledError as error:
            print(error.args)

    for seconds in (0, 5):
        task = asyncio.create_task(sleeps(seconds))
        await asyncio.sleep(0)
        task.cancel("first")
        task.cancel("second")
        await task


# A task that others have cancelled, too, stays cancelled when its time is over.
async def limit_and_others():
    async def cleans_up():
        try:
            async with asyncio.timeout(0.02) as limit:
                try:
                    await asyncio.sleep(5)
                finally:
                    await asyncio.sleep(5)
        except BaseException as error:
            print(type(error).__name__, limit.expired())

    task = asyncio.create_task(cleans_up())
    await asyncio.sleep(0)
    task.cancel()
    await task


async def classes():
    loop = asyncio.get_running_loop()
    for handle in (loop.call_soon(print), loop.call_later(1, print)):
        print(type(handle) is asyncio.Handle, isinstance(handle, asyncio.TimerHandle), isinstance(handle, asyncio.Handle), hasattr(handle, "when"))
        handle.cancel()
    print(issubclass(asyncio.TimerHandle, asyncio.Handle))


async def main():
    for part in (calls, next_rounds, last_is_cancelled, no_time, messages, limit_and_others, classes):
        print("--", part.__name__)
        await part()


asyncio.run(main())
