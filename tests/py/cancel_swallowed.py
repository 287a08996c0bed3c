# A task that swallows CancelledError goes on, and can end in any way it likes.
import asyncio


async def stubborn(name, end):
    for i in range(3):
        try:
            await asyncio.sleep(10)
        except asyncio.CancelledError:
            print(name, "swallows", i)
    if end == "return":
        return "result"
    raise end


async def main():
    asyncio.get_event_loop().set_exception_handler(
        lambda l, c: print("reported", repr(c["exception"]))
    )
    for end in ("return", ValueError("end"), asyncio.CancelledError("end")):
        t = asyncio.create_task(stubborn("task", end))
        for i in range(3):
            await asyncio.sleep_ms(0)
            print(t.cancel(), t.done())
        try:
            print(await t)
        except BaseException as er:
            print(repr(er))

    # wait_for: a coroutine that swallows the timeout's cancellation holds the waiter up; its
    # result is dropped.
    async def late():
        try:
            await asyncio.sleep(10)
        except asyncio.CancelledError:
            await asyncio.sleep_ms(20)
            print("late is done")
            return "late result"

    try:
        print(await asyncio.wait_for_ms(late(), 20))
    except asyncio.TimeoutError:
        print("timeout")

    # Raises something else instead.
    async def other():
        try:
            await asyncio.sleep(10)
        except asyncio.CancelledError:
            raise ValueError("instead")

    t = asyncio.create_task(other())
    await asyncio.sleep_ms(0)
    t.cancel()
    try:
        await t
    except ValueError as er:
        print(repr(er))
    try:
        await asyncio.wait_for_ms(other(), 20)
    except (ValueError, asyncio.TimeoutError) as er:
        print(repr(er))
    await asyncio.sleep_ms(20)


asyncio.run(main())
