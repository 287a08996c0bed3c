# Many sleeping tasks: processor time per wake-up, at the same wake-ups per second however many sleep.
# numbers: milliseconds to watch, tasks

from asyncio import create_task

from compat import sleep_ms
import meter

watch = meter.number(0, 1000)
tasks = meter.number(1, 10)
# Five wake-ups a millisecond: a task sleeps this long on average, from half of it to one and a half.
mean = tasks // 5
wakes = 0


# Every task has its own series of naps, from a small linear congruence of its own number.
async def sleeper(i):
    global wakes
    seed = i * 7919 + 1
    await sleep_ms(mean * i // tasks)
    while True:
        seed = (seed * 1103 + 12345) & 0xFFFF
        wakes += 1
        await sleep_ms(mean // 2 + seed * (mean + 1) // 0x10000)


async def main(clock):
    for i in range(tasks):
        create_task(sleeper(i))
    await sleep_ms(200)  # the heap of sleepers takes its lasting shape
    before = wakes
    clock.start()
    await sleep_ms(watch)
    clock.stop()
    clock.operations = wakes - before


meter.run(main, meter.Meter(0))
