# A hundred tasks that are always ready get the same number of turns, in the same order each round.
import asyncio

log = []


async def hopper(i):
    for _ in range(10):
        log.append(i)
        await asyncio.sleep_ms(0)


async def main():
    await asyncio.gather(*[hopper(i) for i in range(100)])


asyncio.run(main())
print(len(log), all(log[i] == i % 100 for i in range(len(log))))
