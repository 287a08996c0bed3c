# ThreadSafeFlag: set before and during wait, several sets, clear.
import asyncio


async def wait(name, flag):
    await flag.wait()
    print(name, "woken")


async def main():
    flag = asyncio.ThreadSafeFlag()
    # Set before: wait returns at once and clears it.
    flag.set()
    await flag.wait()
    print("was set")
    t = asyncio.create_task(wait("a", flag))
    await asyncio.sleep_ms(20)
    print("cleared by wait", not t.done())
    flag.set()
    await t

    # Several sets count as one, before and while somebody waits.
    flag.set()
    flag.set()
    await flag.wait()
    t = asyncio.create_task(wait("b", flag))
    await asyncio.sleep_ms(20)
    print(t.done())
    flag.set()
    flag.set()
    await t
    t = asyncio.create_task(wait("c", flag))
    await asyncio.sleep_ms(20)
    print(t.done())

    # Cleared before the waiter was woken: not woken.  (No turn of the loop in between.)
    flag.set()
    flag.clear()
    await asyncio.sleep_ms(20)
    print(t.done())
    flag.set()
    await t

    # Set, cleared, waited for.
    flag.set()
    flag.clear()
    try:
        await asyncio.wait_for_ms(flag.wait(), 20)
    except asyncio.TimeoutError:
        print("timeout")

    # Many flags, set in another order than waited for.
    flags = [asyncio.ThreadSafeFlag() for _ in range(20)]
    ts = [asyncio.create_task(wait(i, f)) for i, f in enumerate(flags)]
    await asyncio.sleep_ms(0)
    for i in range(0, 20, 5):
        flags[i].set()
        await ts[i]
    for i, t in enumerate(ts):
        t.cancel()


asyncio.run(main())
