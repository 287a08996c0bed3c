# sleep_ms(0) in a number of tasks: the cost of one switch.
# numbers: switches, tasks

from asyncio import create_task

from compat import sleep_ms
import meter

n = meter.number(0, 100000)
tasks = meter.number(1, 1)
rounds = max(1, n // tasks)


async def forever():
    while True:
        await sleep_ms(0)


# The main task is one of the tasks, so nothing starts or ends while the meter runs.
async def main(clock):
    others = [forever() for _ in range(tasks - 1)]
    for coroutine in others:
        create_task(coroutine)
    await sleep_ms(0)
    clock.start()
    for _ in range(rounds):
        await sleep_ms(0)
    clock.stop()


meter.run(main, meter.Meter(rounds * tasks))
