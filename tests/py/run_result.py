# What asyncio.run returns and raises, several runs in a row.
import asyncio


async def value(v):
    await asyncio.sleep_ms(0)
    return v


async def fail(er):
    await asyncio.sleep_ms(0)
    raise er


class Own(Exception):
    pass


v = [1, 2]
print(asyncio.run(value(v)) is v)
print(asyncio.run(value(None)))
print(asyncio.run(value(asyncio.CancelledError)))
for er in (ValueError("x"), Own(1, 2), OSError(5), asyncio.TimeoutError(), asyncio.CancelledError()):
    try:
        asyncio.run(fail(er))
    except asyncio.CancelledError as er2:
        print("cancelled", er2 is er)
    except Exception as er2:
        print(repr(er2), er2 is er)
print(asyncio.run(value("still works")))

# Any awaitable made by the module runs too.
e = asyncio.Event()
e.set()
print(asyncio.run(e.wait()))
print(asyncio.run(asyncio.gather(value(1), value(2))))
print(asyncio.run(asyncio.wait_for(value(3), 1)))
print(asyncio.run(asyncio.wait_for_ms(value(4), 1000)))
print(asyncio.run(asyncio.Lock().acquire()))


# Plain generators are coroutines too.
def generator():
    yield from asyncio.sleep_ms(0)
    return (yield from value(5))


print(asyncio.run(generator()))


# What is left over when the main coroutine is done runs on in the next run.
async def slow():
    for i in range(3):
        print("slow", i)
        await asyncio.sleep_ms(0)


async def main():
    asyncio.create_task(slow())
    await asyncio.sleep_ms(0)


asyncio.run(main())
print("between")
asyncio.run(value(None))
asyncio.run(value(None))
