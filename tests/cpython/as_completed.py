# as_completed: outcomes in the order in which they come.
import asyncio


async def work(n, error=None):
    await asyncio.sleep(0.01 * n)
    if error:
        raise error
    return n


async def collect(ones):
    values = []
    for one in ones:
        values.append(await one)
    return values


async def plain():
    for next_one in asyncio.as_completed([work(3), work(1), work(2)]):
        print(await next_one)
    print(list(asyncio.as_completed([])))
    # A task twice is one.
    task = asyncio.create_task(work(1))
    print(await collect(asyncio.as_completed([task, task, work(2)])))
    # Tasks that are done, and a set.
    print(await collect(asyncio.as_completed({task})))
    print(sorted(await collect(asyncio.as_completed([work(n) for n in range(3)]))))


async def failures():
    for one in asyncio.as_completed([work(2), work(1, ValueError("one"))]):
        try:
            print(await one)
        except ValueError as error:
            print("ValueError", error)
    task = asyncio.create_task(work(5))
    asyncio.get_running_loop().call_later(0.01, task.cancel)
    for one in asyncio.as_completed([task, work(2)]):
        try:
            print(await one)
        except asyncio.CancelledError:
            print("CancelledError")


async def limits():
    tasks = [asyncio.create_task(work(n)) for n in (1, 2, 20, 30)]
    for one in asyncio.as_completed(tasks, timeout=0.06):
        try:
            print(await one)
        except asyncio.TimeoutError:
            print("TimeoutError")
    print([task.done() for task in tasks])
    for task in tasks:
        task.cancel()
    # In time, and a limit that is over before anybody asks.
    print(await collect(asyncio.as_completed([work(1), work(2)], timeout=1)))
    ones = list(asyncio.as_completed([work(0), work(20)], timeout=0.02))
    await asyncio.sleep(0.05)
    for one in ones:
        try:
            print(await one)
        except asyncio.TimeoutError:
            print("TimeoutError")


async def in_other_tasks():
    async def take(one):
        return await one

    ones = list(asyncio.as_completed([work(3), work(1), work(2)]))
    print(await asyncio.gather(*[take(one) for one in ones]))
    # One that waits is cancelled: the next one gets it.
    ones = list(asyncio.as_completed([work(2), work(3)]))
    tasks = [asyncio.create_task(take(one)) for one in ones]
    await asyncio.sleep(0.005)
    tasks[0].cancel()
    print(await tasks[1], tasks[0].cancelled())


async def main():
    for part in (plain, failures, limits, in_other_tasks):
        print("--", part.__name__)
        await part()


asyncio.run(main())
