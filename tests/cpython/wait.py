# wait: for the first of several tasks, the first that fails, or all; and shield.
import asyncio

names = {}


def start(name, delay, error=None):
    async def work():
        await asyncio.sleep(delay)
        if error:
            raise error
        return name

    task = asyncio.create_task(work())
    names[task] = name
    return task


def show(done, pending):
    print(sorted(names[task] for task in done), sorted(names[task] for task in pending))


async def end(tasks):
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def each_way():
    for when in (asyncio.FIRST_COMPLETED, asyncio.FIRST_EXCEPTION, asyncio.ALL_COMPLETED):
        tasks = [start("a", 0.08), start("b", 0.04), start("c", 0.12, ValueError("c")), start("d", 0.20)]
        done, pending = await asyncio.wait(tasks, return_when=when)
        print(when)
        show(done, pending)
        for task in done:
            if task.exception():
                print(task.exception().args)
        await end(pending)


async def limited():
    tasks = [start("a", 0.04), start("b", 0.5)]
    show(*await asyncio.wait(tasks, timeout=0.12))
    show(*await asyncio.wait(tasks, timeout=0))
    show(*await asyncio.wait(tasks, timeout=0.04, return_when=asyncio.FIRST_COMPLETED))
    await end(tasks)


async def done_before():
    a = start("a", 0)
    await a
    b = start("b", 0.04)
    show(*await asyncio.wait([a, b], return_when=asyncio.FIRST_COMPLETED))
    show(*await asyncio.wait([a, b]))
    show(*await asyncio.wait({a, b}))


async def cancelled():
    tasks = [start("a", 0.5), start("b", 0.5)]

    async def wait():
        await asyncio.wait(tasks)

    waiter = asyncio.create_task(wait())
    await asyncio.sleep(0.02)
    waiter.cancel()
    try:
        await waiter
    except asyncio.CancelledError:
        print("cancelled", [task.done() for task in tasks])
    # A task that is cancelled is done.
    tasks[0].cancel()
    show(*await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED))
    # And no failure.
    tasks += [start("c", 0.5), start("d", 0.04)]
    tasks[1].cancel()
    show(*await asyncio.wait(tasks, timeout=0.20, return_when=asyncio.FIRST_EXCEPTION))
    await end(tasks)


async def several_wait():
    a, b = start("a", 0.04), start("b", 0.08)
    results = await asyncio.gather(asyncio.wait([a, b]), asyncio.wait([a], timeout=1), a, b)
    for result in results[:2]:
        show(*result)
    print(results[2:])


async def misuse():
    for arguments, keywords in (((), {}), (([],), {}), (([start("a", 0)],), {"return_when": "never"})):
        try:
            await asyncio.wait(*arguments, **keywords)
        except (TypeError, ValueError) as error:
            print(type(error).__name__)


async def shielded():
    inner = start("inner", 0.08)
    print(await asyncio.shield(inner))
    inner = start("inner", 0.08)

    async def outer():
        await asyncio.shield(inner)

    task = asyncio.create_task(outer())
    await asyncio.sleep(0.02)
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        print("the waiter is cancelled", inner.done())
    print(await inner)
    inner = start("inner", 0.08)
    try:
        await asyncio.wait_for(asyncio.shield(inner), 0.005)
    except asyncio.TimeoutError:
        print("timeout", inner.done())
    print(await inner)
    for error in (ValueError("own"), None):
        inner = start("inner", 0.04, error)
        if not error:
            asyncio.create_task(asyncio.sleep(0)).cancel()
            inner.cancel()
        try:
            await asyncio.shield(inner)
        except ValueError as caught:
            print(caught)
        except asyncio.CancelledError:
            print("the task is cancelled", inner.cancelled())


async def main():
    for part in (each_way, limited, done_before, cancelled, several_wait, misuse, shielded):
        print(part.__name__)
        await part()


asyncio.run(main())
