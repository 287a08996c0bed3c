# A callable as the state of a running task is called at its end, with the task and its outcome.
import asyncio


async def ok():
    await asyncio.sleep_ms(0)
    return "ok"


async def fail():
    await asyncio.sleep_ms(0)
    raise ValueError("fail")


def callback(task, er):
    print("callback", task is t, repr(er))


async def main():
    global t
    asyncio.get_event_loop().set_exception_handler(lambda l, c: print("reported"))
    for make in (ok, fail):
        t = asyncio.create_task(make())
        t.state = callback
        await asyncio.sleep_ms(20)
        print(t.done(), t.state, repr(t.data))
        try:
            print(await t)
        except ValueError as er:
            print(repr(er))
    t = asyncio.create_task(ok())
    t.state = callback
    await asyncio.sleep_ms(0)
    print(t.cancel())
    await asyncio.sleep_ms(20)
    print(t.done())
    # With a callback, nobody can wait.
    t = asyncio.create_task(ok())
    t.state = callback
    try:
        await t
    except RuntimeError as er:
        print(er)
    await asyncio.sleep_ms(20)

    # The callback may wake somebody.
    me = asyncio.current_task()
    t = asyncio.create_task(ok())
    t.state = lambda task, er: asyncio.core._task_queue.push(me)
    await suspend()
    print("woken", t.done(), await t)


def suspend():
    yield


asyncio.run(main())
