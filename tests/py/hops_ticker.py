# How many turns of the loop each operation takes, seen against a task that counts the turns.
# Programs depend on this more than they know, so every hop is pinned.
import asyncio

count = 0


async def ticker():
    global count
    while True:
        count += 1
        await asyncio.sleep_ms(0)


async def measure(name, make):
    # Start right behind the ticker, whatever happened before.
    await asyncio.sleep_ms(0)
    before = count
    try:
        r = await make()
    except Exception as er:
        r = repr(er)
    print(count - before, name, r)


async def nop():
    return "r"


async def hop(n):
    for _ in range(n):
        await asyncio.sleep_ms(0)
    return "r"


async def fail():
    raise ValueError


async def main():
    tick = asyncio.create_task(ticker())
    await asyncio.sleep_ms(0)

    await measure("nothing", nop)
    await measure("sleep_ms(0)", lambda: asyncio.sleep_ms(0))
    await measure("sleep(0)", lambda: asyncio.sleep(0))
    await measure("sleep_ms(-5)", lambda: asyncio.sleep_ms(-5))
    for n in range(3):
        await measure("coroutine of %d hops" % n, lambda: hop(n))
        await measure("task of %d hops" % n, lambda: asyncio.create_task(hop(n)))
        await measure("wait_for of %d hops" % n, lambda: asyncio.wait_for(hop(n), 5))
        await measure("wait_for(None) of %d hops" % n, lambda: asyncio.wait_for(hop(n), None))
        await measure(
            "wait_for of a task of %d hops" % n,
            lambda: asyncio.wait_for(asyncio.create_task(hop(n)), 5),
        )
        await measure("gather of %d hops" % n, lambda: asyncio.gather(hop(n)))
        await measure("gather of %d hops, twice" % n, lambda: asyncio.gather(hop(n), hop(n)))
        await measure("gather of 0 and %d hops" % n, lambda: asyncio.gather(hop(0), hop(n)))

    await measure("failing task", lambda: asyncio.create_task(fail()))
    await measure("wait_for failing", lambda: asyncio.wait_for(fail(), 5))
    await measure("gather failing", lambda: asyncio.gather(fail()))
    await measure("gather failing and not", lambda: asyncio.gather(hop(3), fail()))
    await measure("gather exceptions", lambda: asyncio.gather(fail(), return_exceptions=True))
    await measure("gather of nothing", lambda: asyncio.gather())

    t = asyncio.create_task(nop())
    await t
    await measure("done task", lambda: t)
    await measure("gather of a done task", lambda: asyncio.gather(t))
    await measure("wait_for of a done task", lambda: asyncio.wait_for(t, 5))

    ev = asyncio.Event()
    ev.set()
    await measure("set event", ev.wait)
    flag = asyncio.ThreadSafeFlag()
    flag.set()
    await measure("set flag", flag.wait)
    lock = asyncio.Lock()
    await measure("free lock", lock.acquire)
    lock.release()

    async def with_lock():
        async with lock:
            pass

    await measure("async with", with_lock)

    async def release_soon():
        await asyncio.sleep_ms(0)
        lock.release()

    async def taken_lock():
        await lock.acquire()
        asyncio.create_task(release_soon())
        await lock.acquire()
        lock.release()

    await measure("taken lock", taken_lock)

    async def set_soon():
        await asyncio.sleep_ms(0)
        ev.set()

    async def unset_event():
        ev.clear()
        asyncio.create_task(set_soon())
        return await ev.wait()

    await measure("unset event", unset_event)

    async def cancel(make):
        t = asyncio.create_task(make())
        await asyncio.sleep_ms(0)
        t.cancel()
        try:
            await t
        except asyncio.CancelledError:
            return "cancelled"

    ev.clear()
    await measure("cancel sleep", lambda: cancel(lambda: hop(9)))
    await measure("cancel event", lambda: cancel(ev.wait))
    await measure("cancel wait_for", lambda: cancel(lambda: asyncio.wait_for(ev.wait(), 5)))
    await measure("cancel gather", lambda: cancel(lambda: asyncio.gather(ev.wait(), hop(99))))
    await measure("timeout", lambda: asyncio.wait_for(ev.wait(), 0))
    tick.cancel()


asyncio.run(main())
