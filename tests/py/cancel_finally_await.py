# Awaiting inside "finally" and "except" while being cancelled.
import asyncio


async def child():
    try:
        await asyncio.sleep(10)
    finally:
        print("finally 1")
        await asyncio.sleep_ms(0)
        print("finally 2")
        await asyncio.create_task(cleanup())
        print("finally 3")


async def cleanup():
    print("cleanup")
    await asyncio.sleep_ms(0)


class Manager:
    async def __aenter__(self):
        await asyncio.sleep_ms(0)
        print("enter")

    async def __aexit__(self, exc_type, exc, tb):
        await asyncio.sleep_ms(0)
        print("exit", exc_type)


async def managed():
    async with Manager():
        await child()


async def main():
    for c in (child(), managed()):
        t = asyncio.create_task(c)
        await asyncio.sleep_ms(20)
        t.cancel()
        try:
            await t
        except asyncio.CancelledError:
            print("cancelled")
        try:
            await asyncio.wait_for_ms(child(), 20)
        except asyncio.TimeoutError:
            print("timeout")


asyncio.run(main())
