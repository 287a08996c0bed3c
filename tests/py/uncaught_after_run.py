# A failure the run ended too early to report is reported in the next run.
import asyncio


def handler(loop, context):
    print("reported", repr(context["exception"]))


asyncio.get_event_loop().set_exception_handler(handler)


async def fail(name):
    raise ValueError(name)


async def main():
    asyncio.create_task(fail("left over"))
    await asyncio.sleep_ms(0)


async def nop():
    print("second run")
    await asyncio.sleep_ms(0)


asyncio.run(main())
print("between")
asyncio.run(nop())


# The main coroutine's own exception is raised, not reported.
try:
    asyncio.run(fail("main"))
except ValueError as er:
    print("raised", er)
asyncio.run(nop())
