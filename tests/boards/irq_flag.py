# A hardware timer's interrupts set a ThreadSafeFlag while the loop sleeps.
import asyncio
import irqtest

N = 100_000


async def main(lockstep):
    flag = asyncio.ThreadSafeFlag()
    irqtest.start(flag, 50, N, lockstep)
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
    print(irqtest.fired(), "interrupts,", seen, "seen")
    print("as many wakes:", wakes == N if lockstep else wakes <= N)
    print("within one tick:", worst <= 1)


# Each interrupt waits for the task's answer: a lost one would end the test here.
asyncio.run(main(True))
# Interrupts come as they will, several to a wake.
asyncio.run(main(False))
