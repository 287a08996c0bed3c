# Barrier: tasks go on together.
import asyncio


async def come(barrier, log, name):
    try:
        log.append((name, await barrier.wait(), barrier.n_waiting))
    except asyncio.BrokenBarrierError as error:
        log.append((name, str(error), isinstance(error, RuntimeError)))
    except asyncio.CancelledError:
        log.append((name, "cancelled"))
        raise


def start(barrier, log, names):
    return [asyncio.create_task(come(barrier, log, name)) for name in names]


async def rounds():
    barrier, log = asyncio.Barrier(3), []
    tasks = start(barrier, log, "abcdefgh")
    await asyncio.sleep(0.05)
    print(sorted(log), barrier.n_waiting, barrier.parties, barrier.broken)
    tasks += start(barrier, log, "i")
    await asyncio.gather(*tasks)
    print(len(log), barrier.n_waiting)


async def reset():
    barrier, log = asyncio.Barrier(3), []
    await barrier.reset()
    tasks = start(barrier, log, "ab")
    await asyncio.sleep(0.05)
    await barrier.reset()
    await asyncio.sleep(0.05)
    print(log, barrier.n_waiting, barrier.broken)
    await asyncio.gather(*tasks, *start(barrier, log, "cde"))
    print(sorted(log))


async def abort():
    barrier, log = asyncio.Barrier(3), []
    start(barrier, log, "ab")
    await asyncio.sleep(0.05)
    await barrier.abort()
    await asyncio.sleep(0.05)
    print(log, barrier.n_waiting, barrier.broken)
    await come(barrier, log, "late")
    print(log)
    await barrier.reset()
    await asyncio.gather(*start(barrier, log, "cde"))
    print(sorted(log[3:]), barrier.broken)


async def cancelled():
    barrier, log = asyncio.Barrier(3), []
    a, b = start(barrier, log, "ab")
    await asyncio.sleep(0.05)
    a.cancel()
    await asyncio.sleep(0.05)
    print(log, barrier.n_waiting)
    await asyncio.gather(*start(barrier, log, "cd"))
    print(sorted(log), b.done())


async def context():
    barrier = asyncio.Barrier(2)
    log = []

    async def come_in():
        async with barrier as position:
            log.append(position)

    await asyncio.gather(come_in(), come_in())
    print(sorted(log))


async def main():
    for part in (rounds, reset, abort, cancelled, context):
        print(part.__name__)
        await part()
    for parties in (0, -1):
        try:
            asyncio.Barrier(parties)
        except ValueError as error:
            print(error)


asyncio.run(main())
