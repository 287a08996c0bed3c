# reset() and abort() of a Barrier are coroutines: they do nothing before they are awaited.
import asyncio


async def work(barrier, name):
    try:
        await barrier.wait()
        print(name, "through")
    except asyncio.BrokenBarrierError:
        print(name, "broken", barrier.n_waiting)


async def main():
    barrier = asyncio.Barrier(3)
    workers = [asyncio.create_task(work(barrier, name)) for name in "ab"]
    # Its turn comes when they wait.
    reset = asyncio.create_task(barrier.reset())
    await asyncio.gather(*workers)
    print(barrier.broken, barrier.n_waiting, await reset)

    workers = [asyncio.create_task(work(barrier, name)) for name in "cd"]
    abort = asyncio.create_task(barrier.abort())
    print(barrier.broken)
    await asyncio.gather(*workers)
    print(barrier.broken, await abort)
    await barrier.reset()
    print(barrier.broken)
    await asyncio.gather(*(work(barrier, name) for name in "efg"))


asyncio.run(main())
