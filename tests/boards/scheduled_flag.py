# An interrupt that comes while the loop sleeps schedules a callback, and that sets a ThreadSafeFlag: the loop must not
# go back to sleep over it until the next interrupt, which is the millisecond tick.
import asyncio
import irqtest

print("begins")  # see run.py

N = 1000
SOON_US = 200


async def main():
    flag = asyncio.ThreadSafeFlag()
    irqtest.start(flag, 3070, N, irqtest.ASLEEP, True)
    seen = worst = 0
    while seen < N:
        await flag.wait()
        n, late = irqtest.take()
        seen += n
        worst = max(worst, late)
    print(seen, "seen, each of", irqtest.counted()[1], "while the loop slept")
    print("soon:", worst <= SOON_US or worst)


asyncio.run(main())
