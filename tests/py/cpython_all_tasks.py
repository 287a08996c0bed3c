# What all_tasks knows of primitives and futures keeps none of them alive, and is right after collections at any time.
import asyncio, gc


class Event(asyncio.Event):
    pass


def used():
    gc.collect()
    return gc.mem_alloc()


async def churn(n):
    for i in range(n):
        for make in (asyncio.Event, Event, asyncio.Lock, asyncio.ThreadSafeFlag, asyncio.Queue, asyncio.Condition, asyncio.Future):
            make()
        if i % 10 == 0:
            await asyncio.sleep(0)


async def main():
    kept = [asyncio.Event() if i % 3 else asyncio.Future() for i in range(30)]

    async def wait(i):
        await (kept[i].wait() if i % 3 else kept[i])

    tasks = [asyncio.create_task(wait(i)) for i in range(30)]
    await churn(20)
    before = used()
    for _ in range(10):
        await churn(100)
        assert len(asyncio.all_tasks()) == 31
        gc.collect(), gc.collect()
    print(used() - before < 1000)
    # Some go, others stay.
    for i in range(0, 30, 2):
        tasks[i].cancel()
    await asyncio.wait(tasks[::2])
    tasks = tasks[1::2]
    kept[:] = [thing if i % 2 else None for i, thing in enumerate(kept)]
    await churn(100)
    print(len(asyncio.all_tasks()), all(task in asyncio.all_tasks() for task in tasks))
    # Nobody can wake this one any more.
    before = used()

    def lose():
        event = asyncio.Event()

        async def lost():
            await event.wait()

        asyncio.create_task(lost())

    for _ in range(20):
        lose()
    await asyncio.sleep(0)
    await churn(20)
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks)
    tasks = None
    print(used() - before < 2000, len(asyncio.all_tasks()) < 8)
    # What is called by hand only forgets it.
    event = asyncio.Event()
    event.__del__()
    event.__del__()
    print(len(asyncio.all_tasks()) < 8)
    try:
        asyncio.all_tasks(1, 2)
    except TypeError:
        print("TypeError")


asyncio.run(main())
try:
    asyncio.all_tasks()
except RuntimeError as error:
    print(error)

# Tasks that say of one another that they wait, in a ring.
a, b = asyncio.create_task(churn(1)), asyncio.create_task(churn(1))


async def ring():
    a.state, b.state = b, a
    # These three, and what a word on the stack may keep of the lost ones.
    print(3 <= len(asyncio.all_tasks()) < 10)


asyncio.run(ring())
