# Every way a wait_for can end.
import asyncio

asyncio.get_event_loop().set_exception_handler(
    lambda l, c: print("reported", repr(c["exception"]))
)


async def child(ms, end):
    try:
        await asyncio.sleep_ms(ms)
    except asyncio.CancelledError:
        print("child cancelled")
        raise
    if isinstance(end, BaseException):
        raise end
    return end


async def attempt(title, aw):
    try:
        print(title, "result", await aw)
    except BaseException as er:
        print(title, "raised", repr(er))


async def main():
    wf = asyncio.wait_for_ms
    await attempt("in time", wf(child(20, "r"), 1000))
    await attempt("at once", wf(child(0, "r"), 1000))
    await attempt("too late", wf(child(1000, "r"), 20))
    await attempt("fails in time", wf(child(20, ValueError("v")), 1000))
    await attempt("raises TimeoutError", wf(child(20, asyncio.TimeoutError("own")), 1000))
    await attempt("raises CancelledError", wf(child(20, asyncio.CancelledError("own")), 1000))
    await attempt("returns an exception class", wf(child(20, ValueError), 1000))
    await attempt("returns True", wf(child(20, True), 1000))
    await attempt("returns False", wf(child(20, False), 1000))

    # A task: it is the task itself that gets cancelled.
    t = asyncio.create_task(child(1000, "r"))
    await attempt("task too late", wf(t, 20))
    print(t.done())
    t = asyncio.create_task(child(60, "r"))
    await attempt("task in time", wf(t, 1000))
    await attempt("task done", wf(t, 1000))

    # Nested: the inner, then the outer limit is the shorter one.
    await attempt("inner", wf(wf(child(1000, "r"), 20), 500))
    await attempt("outer", wf(wf(child(1000, "r"), 500), 20))
    await attempt("neither", wf(wf(child(20, "r"), 500), 1000))

    # Cancelled from outside.
    t = asyncio.create_task(wf(child(1000, "r"), 500))
    await asyncio.sleep_ms(20)
    t.cancel()
    await attempt("cancelled outside", t)

    # The child is cancelled by somebody else.
    t = asyncio.create_task(child(1000, "r"))
    w = asyncio.create_task(wf(t, 500))
    await asyncio.sleep_ms(20)
    t.cancel()
    await attempt("child cancelled", w)

    # Several waiting for one task, one gives up: the task is cancelled for all.
    t = asyncio.create_task(child(200, "r"))
    w1 = asyncio.create_task(attempt("patient", wf(t, 1000)))
    w2 = asyncio.create_task(attempt("impatient", wf(t, 20)))
    await w1
    await w2
    await asyncio.sleep_ms(50)


asyncio.run(main())
