# Exceptions and results kept in tasks survive the garbage collector too.
import asyncio, gc


async def ok(i):
    await asyncio.sleep_ms(0)
    return ["result", i]


async def fail(i):
    await asyncio.sleep_ms(0)
    raise ValueError(["error", i])


async def main():
    asyncio.get_event_loop().set_exception_handler(lambda l, c: None)
    ts = [asyncio.create_task((ok, fail)[i % 2](i)) for i in range(6)]
    for _ in range(10):
        [bytearray(i) for i in range(100)]
        gc.collect()
        await asyncio.sleep_ms(0)
    print(await asyncio.gather(*ts, return_exceptions=True))
    # A result that is thrown by hand-over of wait_for.
    for i in range(2):
        try:
            print(await asyncio.wait_for((ok, fail)[i](i), 1))
        except ValueError as er:
            print(repr(er))
        gc.collect()


asyncio.run(main())
