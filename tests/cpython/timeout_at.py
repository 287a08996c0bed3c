# timeout_at, and changing the time of a timeout.
import asyncio


async def wait(seconds):
    try:
        await asyncio.sleep(seconds)
        print("slept")
    except asyncio.CancelledError:
        print("cancelled")
        raise


async def at():
    loop = asyncio.get_running_loop()
    for when in (loop.time() + 0.02, loop.time() - 1):
        try:
            async with asyncio.timeout_at(when) as limit:
                print(limit.when() == when)
                await wait(1)
        except asyncio.TimeoutError:
            print("TimeoutError", limit.expired())
    async with asyncio.timeout_at(None) as limit:
        print(limit.when())
        await wait(0.01)
    limit = asyncio.timeout(10)
    print(9.9 < limit.when() - loop.time() < 10.1)
    # The time counts from where it was made.
    limit = asyncio.timeout(0.02)
    await asyncio.sleep(0.03)
    try:
        async with limit:
            await wait(0.03)
    except asyncio.TimeoutError:
        print("TimeoutError")


async def reschedule():
    loop = asyncio.get_running_loop()
    async with asyncio.timeout(0.02) as limit:
        limit.reschedule(loop.time() + 5)
        await wait(0.04)
    print(limit.expired(), 4 < limit.when() - loop.time() < 5)
    async with asyncio.timeout(0.02) as limit:
        limit.reschedule(None)
        await wait(0.04)
    print(limit.expired(), limit.when())
    try:
        async with asyncio.timeout(None) as limit:
            limit.reschedule(loop.time() + 0.01)
            await wait(1)
    except asyncio.TimeoutError:
        print("TimeoutError", limit.expired())
    try:
        async with asyncio.timeout(5) as limit:
            limit.reschedule(loop.time() - 1)
            await wait(1)
    except asyncio.TimeoutError:
        print("TimeoutError", limit.expired())


async def wrong_times():
    limit = asyncio.timeout(0.01)
    try:
        limit.reschedule(5)
    except RuntimeError as error:
        print(error)
    try:
        async with limit:
            try:
                await asyncio.sleep(1)
            finally:
                try:
                    limit.reschedule(5)
                except RuntimeError as error:
                    print(error)
    except asyncio.TimeoutError:
        pass
    try:
        limit.reschedule(5)
    except RuntimeError as error:
        print(error)
    async with asyncio.timeout(1) as limit:
        pass
    try:
        limit.reschedule(5)
    except RuntimeError as error:
        print(error)


async def main():
    for part in (at, reschedule, wrong_times):
        print("--", part.__name__)
        await part()


asyncio.run(main())
