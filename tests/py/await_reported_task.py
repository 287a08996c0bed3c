# A task whose failure has been reported to the exception handler can still be awaited, and raises.
import asyncio


def handler(loop, context):
    print("handler", repr(context["exception"]))


async def fail():
    raise ValueError("fail")


async def main():
    asyncio.get_event_loop().set_exception_handler(handler)
    t = asyncio.create_task(fail())
    await asyncio.sleep_ms(20)
    for _ in range(3):
        try:
            await t
        except ValueError as er:
            print("caught", er)
        await asyncio.sleep_ms(0)


asyncio.run(main())
