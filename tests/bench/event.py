# Two tasks wake each other through two events: the cost of one switch.
# numbers: switches

from asyncio import Event, create_task

from compat import sleep_ms
import meter

rounds = max(1, meter.number(0, 50000) // 2)
ping = Event()
pong = Event()


async def other():
    while True:
        await ping.wait()
        ping.clear()
        pong.set()


async def main(clock):
    create_task(other())
    await sleep_ms(0)
    clock.start()
    for _ in range(rounds):
        ping.set()
        await pong.wait()
        pong.clear()
    clock.stop()


meter.run(main, meter.Meter(rounds * 2))
