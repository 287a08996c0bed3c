# timeout: a block with a limit.
import asyncio


async def in_time():
    async with asyncio.timeout(1) as limit:
        await asyncio.sleep(0.02)
    print("in time", limit.expired())
    async with asyncio.timeout(None) as limit:
        await asyncio.sleep(0.02)
    print("no limit", limit.expired())


async def too_late():
    try:
        async with asyncio.timeout(0.01) as limit:
            try:
                await asyncio.sleep(1)
            except asyncio.CancelledError:
                print("cancelled inside", limit.expired())
                raise
    except asyncio.TimeoutError:
        print("timeout", limit.expired())
    # The task goes on, and can wait again.
    await asyncio.sleep(0.02)
    print("goes on")


async def at_once():
    for delay in (0, -1):
        try:
            async with asyncio.timeout(delay):
                print("begins")
                await asyncio.sleep(0.5)
                print("not reached")
        except asyncio.TimeoutError:
            print("timeout of", delay)
    # A block that never waits ends.
    async with asyncio.timeout(0) as limit:
        print("no wait")
    print(limit.expired())


async def nested():
    try:
        async with asyncio.timeout(0.01) as outer:
            try:
                async with asyncio.timeout(1) as inner:
                    await asyncio.sleep(2)
            except asyncio.TimeoutError:
                print("inner, not expected")
    except asyncio.TimeoutError:
        print("outer", outer.expired(), inner.expired())
    async with asyncio.timeout(1) as outer:
        try:
            async with asyncio.timeout(0.01) as inner:
                await asyncio.sleep(2)
        except asyncio.TimeoutError:
            print("inner", outer.expired(), inner.expired())
        await asyncio.sleep(0.02)
    print("outer goes on")


async def cancelled_from_outside():
    async def work():
        try:
            async with asyncio.timeout(1):
                await asyncio.sleep(2)
        except asyncio.TimeoutError:
            print("timeout, not expected")
        except asyncio.CancelledError:
            print("cancelled")
            raise

    task = asyncio.create_task(work())
    await asyncio.sleep(0.02)
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        print("and the task")


async def other_exceptions():
    try:
        async with asyncio.timeout(1):
            raise ValueError("own")
    except ValueError as error:
        print(error)
    # The cancellation is answered with another exception.
    try:
        async with asyncio.timeout(0.005) as limit:
            try:
                await asyncio.sleep(1)
            except asyncio.CancelledError:
                raise ValueError("instead")
    except ValueError as error:
        print(error, limit.expired())
    # Or swallowed.
    async with asyncio.timeout(0.005) as limit:
        try:
            await asyncio.sleep(1)
        except asyncio.CancelledError:
            print("swallowed")
    print(limit.expired())


async def of_what():
    event, lock, queue = asyncio.Event(), asyncio.Lock(), asyncio.Queue()
    await lock.acquire()
    for wait in (event.wait, lock.acquire, queue.get):
        try:
            async with asyncio.timeout(0.005):
                await wait()
        except asyncio.TimeoutError:
            print("timeout")
    lock.release()
    queue.put_nowait(1)
    event.set()
    async with asyncio.timeout(0.5):
        print(await event.wait(), await lock.acquire(), await queue.get())


async def misuse():
    limit = asyncio.timeout(1)
    async with limit:
        pass
    try:
        async with limit:
            pass
    except RuntimeError as error:
        print(error)


async def many():
    async def work(i):
        try:
            async with asyncio.timeout((0.01, 0.05, 9)[i % 3]):
                await asyncio.sleep(0.3)
            return "done"
        except asyncio.TimeoutError:
            return "late"

    print(await asyncio.gather(*[work(i) for i in range(9)]))


async def main():
    for part in (in_time, too_late, at_once, nested, cancelled_from_outside, other_exceptions, of_what, misuse, many):
        print(part.__name__)
        await part()


asyncio.run(main())
