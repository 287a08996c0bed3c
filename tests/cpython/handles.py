# Loop.call_soon, call_later, call_at, time, and the handles that they return.
import asyncio


async def order():
    loop = asyncio.get_running_loop()
    log = []
    loop.call_soon(log.append, 1)
    loop.call_soon(log.append, 2)
    loop.call_later(0, log.append, 3)
    handle = loop.call_soon(log.append, "cancelled")
    print(handle.cancelled())
    handle.cancel()
    handle.cancel()
    print(handle.cancelled(), log)
    await asyncio.sleep(0)
    print(log[:2])
    await asyncio.sleep(0.01)
    print(log)
    log.clear()
    loop.call_later(0.03, log.append, "c")
    loop.call_later(0.01, log.append, "a")
    loop.call_at(loop.time() + 0.02, log.append, "b")
    loop.call_at(loop.time() - 5, log.append, "past")
    loop.call_later(-1, log.append, "past, too")
    await asyncio.sleep(0.06)
    print(log)
    handle = loop.call_later(0.01, log.append, "cancelled")
    print(handle.cancelled())
    handle.cancel()
    await asyncio.sleep(0.02)
    print(handle.cancelled(), log[5:])
    # One that is done can be cancelled all the same.
    handle = loop.call_soon(log.append, "called")
    await asyncio.sleep(0)
    handle.cancel()
    print(log[-1], handle.cancelled())


async def times():
    loop = asyncio.get_running_loop()
    before = loop.time()
    await asyncio.sleep(0.03)
    print(0.02 < loop.time() - before < 0.5)
    when = loop.time() + 0.02
    called = asyncio.Event()
    handle = loop.call_at(when, called.set)
    print(handle.when() == when)
    await called.wait()
    print(loop.time() >= when - 0.001)
    handle = loop.call_later(5, print)
    print(4.9 < handle.when() - loop.time() < 5.1)
    handle.cancel()


async def chain():
    loop = asyncio.get_running_loop()
    done = loop.create_future()

    def step(n):
        if n:
            loop.call_soon(step, n - 1)
        else:
            done.set_result("end of the chain")

    step(5)
    print(await done)

    def make_task():
        async def task():
            done.set_result("from a task")

        asyncio.create_task(task())

    done = loop.create_future()
    loop.call_soon(make_task)
    print(await done)


async def failures():
    loop = asyncio.get_running_loop()
    log = []

    def fail():
        raise ValueError("own")

    loop.set_exception_handler(lambda loop, context: log.append((str(context["exception"]), context["message"][:21])))
    loop.call_soon(fail)
    loop.call_soon(log.append, "goes on")
    await asyncio.sleep(0.01)
    loop.set_exception_handler(None)
    print(log)


async def ends_the_loop(how):
    loop = asyncio.get_running_loop()

    def fail():
        raise SystemExit(5)

    if how == "soon":
        loop.call_soon(fail)
    elif how == "later":
        loop.call_later(0.01, fail)
    else:
        loop.call_soon_threadsafe(fail)
    await asyncio.sleep(1)
    print("not reached")


async def main():
    for part in (order, times, chain, failures):
        print("--", part.__name__)
        await part()


asyncio.run(main())
for how in ("soon", "later", "threadsafe"):
    try:
        asyncio.run(ends_the_loop(how))
    except SystemExit as exit:
        print(how, exit.args)
