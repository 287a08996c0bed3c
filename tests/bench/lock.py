# Four tasks take turns at a lock and yield while they hold it: the cost of one turn.
# numbers: turns

from asyncio import Lock, create_task

from compat import sleep_ms
import meter

TASKS = 4
rounds = max(1, meter.number(0, 20000) // TASKS)
lock = Lock()


async def forever():
    while True:
        async with lock:
            await sleep_ms(0)


async def main(clock):
    for _ in range(TASKS - 1):
        create_task(forever())
    await sleep_ms(0)
    clock.start()
    for _ in range(rounds):
        async with lock:
            await sleep_ms(0)
    clock.stop()


meter.run(main, meter.Meter(rounds * TASKS))
