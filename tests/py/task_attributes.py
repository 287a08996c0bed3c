# coro, data, state, ph_key, done, cancel of a Task through its life.
import asyncio


async def child(v):
    await asyncio.sleep_ms(0)
    return v


async def fail():
    raise ValueError("fail")


async def main():
    c = child(42)
    t = asyncio.create_task(c)
    print("new", t.coro is c, t.data, t.state, t.done(), type(t.ph_key) is int)
    await asyncio.sleep_ms(0)
    print("sleeping", t.data, t.state, t.done())
    await asyncio.sleep_ms(0)
    await asyncio.sleep_ms(0)
    # Done and not awaited: state is None, data the StopIteration that carries the result.
    print("done", repr(t.data), t.state, t.done())
    print(await t)
    print("awaited", repr(t.data), t.state, t.done(), t.coro is c)

    t = asyncio.create_task(child(43))
    waiter = asyncio.create_task(wait(t))
    await asyncio.sleep_ms(0)
    # Waited for: state is the queue of those who wait, and they point back with data.
    print(type(t.state).__name__, t.state.peek() is waiter, waiter.data is t)
    await waiter
    print(t.state, repr(t.data))

    t = asyncio.create_task(fail())
    try:
        await t
    except ValueError as er:
        print(er is t.data, t.state)

    t = asyncio.create_task(child(44))
    t.cancel()
    try:
        await t
    except asyncio.CancelledError as er:
        print(type(t.data) is asyncio.CancelledError, t.state)

    # Methods are bound and can be kept.
    t = asyncio.create_task(child(45))
    done = t.done
    cancel = t.cancel
    print(done(), cancel(), done())
    await asyncio.sleep_ms(0)
    print(done(), cancel())

    # Some can be set, some can't, others don't exist.
    t = asyncio.create_task(child(46))
    for name in ("coro", "ph_key", "foo"):
        try:
            setattr(t, name, 1)
        except AttributeError:
            print("can't set", name)
    print(hasattr(t, "foo"))
    await t


async def wait(t):
    return await t


asyncio.run(main())
