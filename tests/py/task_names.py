# What CPython's tasks have beyond upstream's. Runs on CPython, too, with the same output.
import asyncio


async def value(x):
    await asyncio.sleep(0)
    return x


async def fail():
    await asyncio.sleep(0)
    raise ValueError("failed")


async def forever():
    await asyncio.sleep(100)


def raised(function, *args):
    try:
        outcome = function(*args)
        return type(outcome), outcome and str(outcome)
    except asyncio.CancelledError:
        return "CancelledError"
    except Exception as e:
        return type(e).__name__, e.args


async def outcomes():
    tasks = [asyncio.create_task(c) for c in (value(1), fail(), forever())]
    for task in tasks:
        print(raised(task.result), raised(task.exception), task.cancelled())
    await asyncio.sleep(0)
    tasks[2].cancel("enough")
    # The second one's exception is looked at in the round in which it fails.
    seen = []
    tasks[1].add_done_callback(lambda task: seen.append(task.exception()))
    while not all(task.done() for task in tasks):
        await asyncio.sleep(0)
    await asyncio.sleep(0)
    for task in tasks:
        print(raised(task.result), raised(task.exception), task.cancelled())
    print(seen[0] is tasks[1].exception())


async def callbacks():
    task = asyncio.create_task(value(2), name="two")

    def first(t):
        print("first", t is task, t.get_name(), t.result())

    def second(t):
        print("second", t.done())

    def never(t):
        print("never")

    task.add_done_callback(first)
    task.add_done_callback(never)
    task.add_done_callback(second)
    task.add_done_callback(never)
    print(task.remove_done_callback(never), task.remove_done_callback(never))
    print("value", await task)
    await asyncio.sleep(0)
    # It has ended already: at the next turn.
    task.add_done_callback(second)
    print("not yet")
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    print("end")


async def names():
    coro = value(3)
    task = asyncio.create_task(coro, name="three")
    print(task.get_name(), task.get_coro() is coro)
    task.set_name(33)
    print(repr(task.get_name()))
    print(asyncio.current_task().get_name()[:5])
    await task
    print(task.get_name(), task.get_coro() is coro)
    task.set_name("over")
    print(task.get_name())
    unnamed = asyncio.create_task(value(4), name=None)
    name = unnamed.get_name()
    print(name[:5], name[5:].isdigit(), name == unnamed.get_name())
    await unnamed
    print(name == unnamed.get_name(), unnamed.get_name() != task.get_name())
    unnamed.set_name("late")
    print(unnamed.get_name(), unnamed.result())
    loop = asyncio.get_event_loop()
    task = loop.create_task(value(5), name="of the loop")
    print(task.get_name(), await task)


async def counts():
    async def stubborn():
        for _ in range(3):
            try:
                await asyncio.sleep(100)
            except asyncio.CancelledError as e:
                me = asyncio.current_task()
                print("cancelled", e.args, me.cancelling())
        print(me.uncancel(), me.uncancel(), me.uncancel(), me.uncancel())
        return "over"

    task = asyncio.create_task(stubborn())
    print(task.cancelling(), task.uncancel())
    for msg in (None, "twice", ("a", 1)):
        await asyncio.sleep(0)
        print(task.cancel(msg=msg), task.cancelling())
    print(await task, task.cancelling(), task.cancel(), task.cancelled())


async def awaited_by_others():
    # A task that others wait for, with a name and callbacks, at once.
    task = asyncio.create_task(value(6), name="six")
    order = []
    task.add_done_callback(lambda t: order.append("callback"))

    async def waits(n):
        order.append((n, await task))

    others = [asyncio.create_task(waits(n)) for n in range(2)]
    await asyncio.gather(*others)
    print(order, task.get_name())


async def main():
    await outcomes()
    await callbacks()
    await names()
    await counts()
    await awaited_by_others()
    print(asyncio.InvalidStateError.__name__, issubclass(asyncio.InvalidStateError, Exception))


asyncio.run(main())
