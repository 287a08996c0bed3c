# A live table of what each task does. `monitored(main())` runs a program beside it; here that is a made-up one.
import asyncio, time

CLEAR = "\x1b[2J\x1b[H"


def show(idle, tasks):
    print(CLEAR + "the loop idles %d %% of the time" % idle)
    print("%-12s %-10s %-28s %8s %10s %10s" % ("task", "", "waits for", "turns", "total us", "longest us"))
    for name, place, waits_for, turns, total, longest in sorted(tasks, key=lambda task: task[0]):
        waits_for = "" if waits_for is None else str(waits_for)
        print("%-12s %-10s %-28s %8d %10d %10d" % (name[:12], place, waits_for[:28], turns, total, longest))


async def table(period_ms):
    asyncio.monitor()
    asyncio.slow_slice_ms = 100
    while True:
        await asyncio.sleep_ms(period_ms)
        show(*asyncio.monitor())


async def monitored(coro, period_ms=500):
    task = asyncio.create_task(table(period_ms), name="table")
    try:
        return await coro
    finally:
        task.cancel()
        asyncio.monitor(False)


# --- A program to look at

async def sensor(queue):
    while True:
        await asyncio.sleep_ms(20)
        await queue.put(asyncio.ticks())


async def filter(queue):
    while True:
        await queue.get()
        time.sleep(0.001)


async def program(ms):
    queue = asyncio.Queue(4)
    tasks = [
        asyncio.create_task(sensor(queue), name="sensor"),
        asyncio.create_task(filter(queue), name="filter"),
        asyncio.create_task(asyncio.Event().wait(), name="forgotten"),
    ]
    await asyncio.sleep_ms(ms)
    for task in tasks:
        task.cancel()


if __name__ == "__main__":
    asyncio.run(monitored(program(2000)))
