# A handler of one's own: what it gets, when it is called, and how it is taken away.
import asyncio

loop = asyncio.get_event_loop()
print(loop.get_exception_handler())


def handler(lp, context):
    print("handler", lp is loop, sorted(context))
    print(context["message"])
    print(repr(context["exception"]), type(context["future"]) is asyncio.Task)
    print(context["future"] in tasks, context["future"].done(), asyncio.core.cur_task is None)


class Callable:
    def __call__(self, loop, context):
        print("Callable", repr(context["exception"]))

    def method(self, loop, context):
        print("method", repr(context["exception"]))


async def fail(er, ms=0):
    await asyncio.sleep_ms(ms)
    raise er


async def fail_now(er):
    raise er


async def ticker(n):
    for i in range(n):
        print("tick", i)
        await asyncio.sleep_ms(0)


tasks = []


async def main():
    print(loop.set_exception_handler(handler), loop.get_exception_handler() is handler)
    asyncio.create_task(ticker(5))
    for er in (ValueError("a"), OSError(5), asyncio.TimeoutError()):
        tasks.append(asyncio.create_task(fail(er)))
    tasks.append(asyncio.create_task(fail_now(KeyError("now"))))
    await asyncio.sleep_ms(20)

    # A task that was cancelled or that is done is nothing to report.
    t = asyncio.create_task(fail(asyncio.CancelledError()))
    t2 = asyncio.create_task(fail(ValueError("never"), 10_000))
    await asyncio.sleep_ms(0)
    t2.cancel()
    await asyncio.sleep_ms(20)
    print(t.done(), t2.done())

    for h in (Callable(), Callable().method, lambda l, c: print("lambda", repr(c["exception"]))):
        loop.set_exception_handler(h)
        asyncio.create_task(fail(ValueError("b")))
        await asyncio.sleep_ms(20)

    # Calling it by hand.
    loop.set_exception_handler(lambda l, c: print("by hand", l is loop, c))
    loop.call_exception_handler({"message": "hello"})
    loop.call_exception_handler(None)


asyncio.run(main())
loop.set_exception_handler(None)
print(loop.get_exception_handler())
