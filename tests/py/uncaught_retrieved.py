# An exception somebody retrieves in time isn't reported: by await, wait_for, gather, before the
# failure or just after it.
import asyncio


def handler(loop, context):
    print("reported", repr(context["exception"]))


asyncio.get_event_loop().set_exception_handler(handler)


async def fail(name):
    await asyncio.sleep_ms(0)
    raise ValueError(name)


async def expect(aw):
    try:
        print("result", await aw)
    except ValueError as er:
        print("caught", er)


async def main():
    # Awaited before it fails.
    await expect(asyncio.create_task(fail("before")))
    await expect(asyncio.wait_for(fail("wait_for"), 1))
    await expect(asyncio.gather(fail("gather")))
    await expect(asyncio.gather(fail("gather2"), return_exceptions=True))

    # Awaited after it failed but before the loop got round to reporting it.
    t = asyncio.create_task(fail("just in time"))
    await asyncio.sleep_ms(0)
    await asyncio.sleep_ms(0)
    print(t.done())
    await expect(t)

    # Too late: reported, and raised all the same.
    t = asyncio.create_task(fail("too late"))
    await asyncio.sleep_ms(20)
    await expect(t)

    # Only looked at: reported.
    t = asyncio.create_task(fail("looked at"))
    await asyncio.sleep_ms(0)
    await asyncio.sleep_ms(0)
    print(t.done())
    await asyncio.sleep_ms(20)

    # gather stops waiting at the first failure; the second child goes on and is reported.
    await expect(asyncio.gather(fail("first"), asyncio.wait_for_ms(late("second"), 1000)))
    await asyncio.sleep_ms(50)


async def late(name):
    await asyncio.sleep_ms(20)
    raise ValueError(name)


asyncio.run(main())
