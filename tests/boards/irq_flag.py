# A hardware timer's interrupts set a ThreadSafeFlag that a task waits for.
import asyncio
import irqtest

print("begins")  # see run.py

N = 100_000
TICK_US = 1000


async def main(when):
    flag = asyncio.ThreadSafeFlag()
    irqtest.start(flag, 50, N, when)
    seen = wakes = worst = 0
    mark = N // 10
    while seen < N:
        await flag.wait()
        n, late = irqtest.take()
        seen += n
        wakes += 1
        worst = max(worst, late)
        if seen >= mark:
            print("still here")  # the runner waits ten seconds for a word
            mark += N // 10
    fired, asleep = irqtest.counted()
    print(fired, "interrupts,", seen, "seen")
    if when == irqtest.FREE:
        print("no more wakes than interrupts:", wakes <= N)
    else:
        print(wakes, "wakes")
    if when == irqtest.ASLEEP:
        print(asleep, "while the loop slept")
    print("within one tick:", worst <= TICK_US)


# An interrupt comes only after the task answered the one before, so a lost one would end the test here. First while the
# loop sleeps, then at whatever it is doing.
asyncio.run(main(irqtest.ASLEEP))
asyncio.run(main(irqtest.ANSWERED))
# Interrupts come as they will, several to a wake.
asyncio.run(main(irqtest.FREE))
