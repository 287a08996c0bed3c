# Cancelling what main waits for comes out of asyncio.run as CancelledError.
import asyncio


async def child(victim):
    await asyncio.sleep_ms(0)
    print(victim().cancel())
    await asyncio.sleep_ms(0)
    print("child goes on")


async def main():
    me = asyncio.current_task()
    asyncio.create_task(child(lambda: me))
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        print("main cancelled")
        raise


try:
    asyncio.run(main())
except asyncio.CancelledError as er:
    print("run raised", repr(er))


async def nop():
    await asyncio.sleep_ms(20)
    return "next run"


print(asyncio.run(nop()))
