# gather with children that fail, with and without return_exceptions.
import asyncio

asyncio.get_event_loop().set_exception_handler(
    lambda l, c: print("reported", repr(c["exception"]))
)


async def ok(name, ms=0):
    await asyncio.sleep_ms(ms)
    print(name, "ok")
    return name


async def fail(name, ms=0):
    await asyncio.sleep_ms(ms)
    print(name, "fails")
    raise ValueError(name)


async def cancelled(ms=0):
    await asyncio.sleep_ms(ms)
    raise asyncio.CancelledError("by itself")


async def attempt(title, aw):
    print("==", title)
    try:
        print(await aw)
    except BaseException as er:
        print("raised", repr(er))
    await asyncio.sleep_ms(100)


async def main():
    g = asyncio.gather
    await attempt("one fails", g(ok("a", 30), fail("b"), ok("c", 60)))
    await attempt("all fail", g(fail("a", 30), fail("b", 0), fail("c", 60)))
    await attempt("all fail at once", g(fail("a"), fail("b"), fail("c")))
    await attempt("one fails, kept", g(ok("a", 30), fail("b"), return_exceptions=True))
    await attempt("all fail, kept", g(fail("a", 30), fail("b"), return_exceptions=True))
    await attempt("one ends cancelled", g(ok("a", 30), cancelled()))
    await attempt("one ends cancelled, kept", g(ok("a"), cancelled(), return_exceptions=True))

    # A child cancelled from outside.
    for kept in (False, True):
        t = asyncio.create_task(ok("victim", 10_000))

        async def cancel(t):
            await asyncio.sleep_ms(20)
            print(t.cancel())

        asyncio.create_task(cancel(t))
        await attempt("cancelled child", g(ok("a", 60), t, return_exceptions=kept))

    # Children that were done before.
    t1 = asyncio.create_task(ok("t1"))
    t2 = asyncio.create_task(fail("t2"))
    await asyncio.sleep_ms(0)
    await asyncio.sleep_ms(0)
    print(t1.done(), t2.done())
    await attempt("done before, kept", g(t1, t2, ok("a"), return_exceptions=True))
    await attempt("done before", g(t1, ok("b")))


asyncio.run(main())
