# gather of ten coroutines that yield once: the cost of one child.
# numbers: children

from asyncio import gather

from compat import sleep_ms
import meter

rounds = max(1, meter.number(0, 20000) // 10)


async def once():
    await sleep_ms(0)


async def main(clock):
    clock.start()
    for _ in range(rounds):
        await gather(
            once(), once(), once(), once(), once(), once(), once(), once(), once(), once()
        )
    clock.stop()


meter.run(main, meter.Meter(rounds * 10))
