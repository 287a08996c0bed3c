# A handler may create, cancel and inspect tasks, set events, and change the handler.
import asyncio

loop = asyncio.get_event_loop()
ev = asyncio.Event()


def handler(lp, context):
    print("handler", context["exception"])
    lp.create_task(child("from handler"))
    victim.cancel()
    ev.set()
    lp.set_exception_handler(second)


def second(lp, context):
    print("second", context["exception"])


async def fail(n):
    raise ValueError(n)


async def child(name):
    print("child", name)


async def forever():
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        print("victim cancelled")
        raise


async def main():
    global victim
    victim = asyncio.create_task(forever())
    loop.set_exception_handler(handler)
    await asyncio.sleep_ms(0)
    asyncio.create_task(fail(1))
    await ev.wait()
    print("event")
    asyncio.create_task(fail(2))
    await asyncio.sleep_ms(20)
    print(victim.done())


asyncio.run(main())
