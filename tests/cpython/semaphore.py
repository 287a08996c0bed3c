# At most so many tasks at a time; who comes late does not overtake, and who is cancelled passes on what it was given.
import asyncio


async def limited(semaphore, log, name):
    async with semaphore:
        log.append(name)
        for _ in range(4 * name):
            await asyncio.sleep(0)
        log.append(-name)


async def crowd(cls):
    semaphore = cls(2)
    log = []
    tasks = [asyncio.create_task(limited(semaphore, log, i)) for i in range(1, 6)]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    tasks[3].cancel()
    print(semaphore.locked())
    results = await asyncio.gather(*tasks, return_exceptions=True)
    print([type(result).__name__ for result in results])
    print(log, semaphore.locked())
    try:
        semaphore.release()
        print("one more")
    except ValueError as error:
        print(error)


async def take(semaphore, log, name):
    try:
        await semaphore.acquire()
        log.append(name)
    except asyncio.CancelledError:
        log.append("no " + name)
        raise


# The one that was given it is cancelled before its turn.
async def cancelled_on_the_way():
    semaphore = asyncio.Semaphore(0)
    log = []
    a, b, c = [asyncio.create_task(take(semaphore, log, name)) for name in "abc"]
    await asyncio.sleep(0)
    semaphore.release()
    print(semaphore.locked())
    a.cancel()
    await asyncio.sleep(0.01)
    print(log, c.done())
    # One that was given nothing is cancelled.
    c.cancel()
    await asyncio.sleep(0.01)
    semaphore.release()
    print(log, semaphore.locked())


# A newcomer waits behind one that is on its way.
async def no_overtaking():
    semaphore = asyncio.Semaphore(1)
    log = []
    await semaphore.acquire()
    waiting = asyncio.create_task(take(semaphore, log, "first"))
    await asyncio.sleep(0)
    semaphore.release()
    print(semaphore.locked())
    await take(semaphore, log, "second") if not semaphore.locked() else log.append("would wait")
    await waiting
    print(log)


async def several_at_once():
    semaphore = asyncio.Semaphore(0)
    log = []
    tasks = [asyncio.create_task(take(semaphore, log, str(i))) for i in range(4)]
    await asyncio.sleep(0)
    for _ in range(3):
        semaphore.release()
    await asyncio.sleep(0.02)
    print(log)
    semaphore.release()
    semaphore.release()
    await asyncio.sleep(0.02)
    print(log, semaphore.locked())


async def with_timeout():
    semaphore = asyncio.Semaphore(0)
    try:
        await asyncio.wait_for(semaphore.acquire(), 0.01)
    except asyncio.TimeoutError:
        print("timeout", semaphore.locked())
    semaphore.release()
    print(await asyncio.wait_for(semaphore.acquire(), 1), semaphore.locked())


async def main():
    await crowd(asyncio.Semaphore)
    await crowd(asyncio.BoundedSemaphore)
    await cancelled_on_the_way()
    await no_overtaking()
    await several_at_once()
    await with_timeout()
    for cls in (asyncio.Semaphore, asyncio.BoundedSemaphore):
        try:
            cls(-1)
        except ValueError as error:
            print(error)
        print(cls().locked(), cls(value=0).locked())


asyncio.run(main())
