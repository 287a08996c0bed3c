# Timeouts, and cancellations, that come to a task in the same turn.
import asyncio
import time


async def both_due():
    # The outer one is due before the task has learned of the inner one.
    try:
        async with asyncio.timeout(0.03) as outer:
            try:
                async with asyncio.timeout(0.01) as inner:
                    time.sleep(0.05)
                    await asyncio.sleep(1)
            except asyncio.TimeoutError:
                print("inner, not expected")
            except asyncio.CancelledError:
                print("inner is cancelled")
                raise
            print("not reached")
    except asyncio.TimeoutError:
        print("outer", outer.expired(), inner.expired())


async def three_due():
    try:
        async with asyncio.timeout(0.02) as a, asyncio.timeout(0.02) as b, asyncio.timeout(0.02) as c:
            time.sleep(0.04)
            await asyncio.sleep(1)
    except asyncio.TimeoutError:
        print("three", a.expired(), b.expired(), c.expired())
    # Nothing of it is left.
    async with asyncio.timeout(1) as limit:
        await asyncio.sleep(0.01)
    print(limit.expired(), asyncio.current_task().cancelling())


async def due_and_cancelled():
    async def work():
        try:
            async with asyncio.timeout(0.01) as limit:
                await asyncio.sleep(1)
        except asyncio.TimeoutError:
            print("timeout, not expected")
        except asyncio.CancelledError:
            print("cancelled", limit.expired(), asyncio.current_task().cancelling())
            raise

    task = asyncio.create_task(work())
    await asyncio.sleep(0)
    task.cancel()
    # It is due before the task has learned of that.
    time.sleep(0.02)
    try:
        await task
    except asyncio.CancelledError:
        print("ends as cancelled")


async def cancelled_before():
    # A cancellation that was answered without uncancel() is no business of a later timeout.
    async def work():
        asyncio.current_task().cancelling()
        try:
            await asyncio.sleep(1)
        except asyncio.CancelledError:
            print("answered", asyncio.current_task().cancelling())
        try:
            async with asyncio.timeout(0.01):
                await asyncio.sleep(1)
        except asyncio.TimeoutError:
            print("timeout", asyncio.current_task().cancelling())

    task = asyncio.create_task(work())
    await asyncio.sleep(0)
    task.cancel()
    await task


async def main():
    await both_due()
    await three_due()
    await due_and_cancelled()
    await cancelled_before()


asyncio.run(main())
