# wait_for_ms of a coroutine that yields once and is done long before the time is up.
# numbers: calls

from compat import sleep_ms, wait_for_ms
import meter

n = meter.number(0, 10000)


async def once():
    await sleep_ms(0)


async def main(clock):
    clock.start()
    for _ in range(n):
        await wait_for_ms(once(), 1000)
    clock.stop()


meter.run(main, meter.Meter(n))
