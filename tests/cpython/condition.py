# CPython before 3.13, whose waiters wake another one when they are cancelled.
# Condition: waiting without the lock, and going on with it.
import asyncio


async def misuse():
    condition = asyncio.Condition()
    for step in (condition.notify, condition.notify_all, condition.release):
        try:
            step()
        except RuntimeError as error:
            print(type(error).__name__)
    try:
        await condition.wait()
    except RuntimeError as error:
        print(error)
    try:
        condition.notify()
    except RuntimeError as error:
        print(error)


async def notified():
    condition = asyncio.Condition()
    log = []

    async def wait(name):
        async with condition:
            log.append((name, await condition.wait(), condition.locked()))

    tasks = [asyncio.create_task(wait(name)) for name in "abcd"]
    await asyncio.sleep(0.02)
    print(condition.locked())
    async with condition:
        condition.notify()
        print(log)
    await asyncio.sleep(0.02)
    print(log)
    async with condition:
        condition.notify(2)
    await asyncio.sleep(0.02)
    print(log)
    async with condition:
        condition.notify_all()
        condition.notify_all()
    await asyncio.gather(*tasks)
    print(log, condition.locked())


async def predicates():
    condition = asyncio.Condition()
    state = [0]
    log = []

    async def wait(n):
        async with condition:
            log.append((n, await condition.wait_for(lambda: state[0] > n and "yes")))

    tasks = [asyncio.create_task(wait(n)) for n in range(4)]
    await asyncio.sleep(0.02)
    for n in range(1, 4):
        async with condition:
            state[0] = n
            condition.notify_all()
        await asyncio.sleep(0.02)
        print(log)
    tasks[3].cancel()
    results = await asyncio.gather(*tasks, return_exceptions=True)
    print([type(result).__name__ for result in results], condition.locked())


async def cancelled():
    condition = asyncio.Condition()
    log = []

    async def wait(name):
        async with condition:
            try:
                await condition.wait()
                log.append(name)
            except asyncio.CancelledError:
                log.append("no " + name + str(condition.locked()))
                raise

    a, b = [asyncio.create_task(wait(name)) for name in "ab"]
    await asyncio.sleep(0.02)
    # While it waits.
    a.cancel()
    await asyncio.sleep(0.02)
    print(log, condition.locked())
    # While it takes the lock again: it has it when the exception comes out.
    await condition.acquire()
    b.cancel()
    await asyncio.sleep(0.02)
    b.cancel()
    await asyncio.sleep(0.02)
    print(log)
    condition.release()
    await asyncio.sleep(0.02)
    print(log, b.done(), condition.locked())


async def own_lock():
    lock = asyncio.Lock()
    first, second = asyncio.Condition(lock), asyncio.Condition(lock=lock)
    async with first:
        print(lock.locked(), second.locked())
    print(lock.locked(), await second.acquire(), first.locked())
    second.release()


async def main():
    for part in (misuse, notified, predicates, cancelled, own_lock):
        print(part.__name__)
        await part()


asyncio.run(main())
