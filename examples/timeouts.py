# How to stop waiting: a time limit, a cancelled task, and tidying up in both cases.
import asyncio


async def work(name, ms):
    print(name, "starts")
    try:
        await asyncio.sleep_ms(ms)
        print(name, "is done")
        return name + "'s result"
    except asyncio.CancelledError:
        # Runs when the task is cancelled, by hand or because its time is up.
        print(name, "was cancelled")
        raise  # Pass it on, so that whoever waits for this task knows.
    finally:
        print(name, "tidies up")


async def main():
    # Fast enough: wait_for returns what the coroutine returned.
    print(await asyncio.wait_for(work("quick", 10), 1))

    # Too slow: the coroutine is cancelled, then TimeoutError is raised here.
    try:
        await asyncio.wait_for_ms(work("slow", 10_000), 50)
    except asyncio.TimeoutError:
        print("main: slow took too long")

    # Cancelling by hand.
    task = asyncio.create_task(work("unwanted", 10_000))
    await asyncio.sleep_ms(10)  # Let it start.
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        print("main: unwanted is gone, done() is", task.done())

    # Several at once under one limit: those still running are cancelled together.
    try:
        await asyncio.wait_for_ms(asyncio.gather(work("a", 10), work("b", 10_000)), 100)
    except asyncio.TimeoutError:
        print("main: a and b together took too long")


asyncio.run(main())
