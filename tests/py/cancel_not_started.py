# Cancelling a task that never had its first turn: its code doesn't run at all.
import asyncio


async def child(name):
    try:
        print(name, "not reached")
    finally:
        print(name, "not reached either")


async def wait(ts):
    try:
        await ts[0]
    except asyncio.CancelledError:
        print("waiter sees it")


async def main():
    t = asyncio.create_task(child("a"))
    print(t.cancel(), t.done())
    print(t.cancel(), t.done())
    try:
        await t
    except asyncio.CancelledError as er:
        print(repr(er))
    print(t.done(), t.cancel())

    # Nobody waits for it: nothing is printed, nothing is left.
    t = asyncio.create_task(child("b"))
    t.cancel()
    await asyncio.sleep_ms(20)
    print(t.done())

    # Somebody waits for it already.
    ts = []
    w = asyncio.create_task(wait(ts))
    canceller = asyncio.create_task(cancel(ts))
    ts.append(asyncio.create_task(child("c")))
    await w
    await canceller


async def cancel(ts):
    print(ts[0].cancel())


asyncio.run(main())
