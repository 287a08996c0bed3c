# An awaitable of wait_for that is over stays over, whatever else waits meanwhile.
import asyncio


async def value(ms, v):
    await asyncio.sleep_ms(ms)
    return v


async def other():
    try:
        print("other", await asyncio.wait_for_ms(value(30, "late"), 100))
    except BaseException as er:
        print("other", repr(er))


async def main():
    kept = asyncio.wait_for_ms(value(0, "first"), 100)
    print(await kept)
    for misuse in ("close", "await", "next", "throw"):
        task = asyncio.create_task(other())
        await asyncio.sleep_ms(5)
        # The other one waits now, and has nothing to do with the first.
        if misuse == "close":
            kept.close()
        elif misuse == "await":
            print(await kept)
        elif misuse == "next":
            try:
                next(kept)
            except StopIteration:
                print("over")
        else:
            try:
                kept.throw(ValueError("thrown"))
            except (ValueError, StopIteration) as er:
                print(type(er))
        await task

    # Two that are kept and one that is awaited at once.
    a, b = asyncio.wait_for_ms(value(1, "a"), 100), asyncio.wait_for_ms(value(1, "b"), 100)
    print(a is b, await asyncio.wait_for_ms(value(1, "c"), 100), await b, await a)
    print(await a, await b)


asyncio.run(main())
