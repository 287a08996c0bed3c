# One order for sleepers and ready tasks: a sleeper that is due earlier than a task was made ready
# runs before it, one due later runs after it.
import asyncio, time

out = []


async def sleeper(name, ms):
    await asyncio.sleep_ms(ms)
    out.append(name)


async def ready(name):
    out.append(name)


async def main():
    t1 = asyncio.create_task(sleeper("sleeper due at 50", 50))
    t2 = asyncio.create_task(sleeper("sleeper due at 150", 150))
    await asyncio.sleep_ms(0)  # They go to sleep.
    t3 = asyncio.create_task(ready("ready at 0"))
    time.sleep_ms(100)
    t4 = asyncio.create_task(ready("ready at 100"))
    time.sleep_ms(100)
    t5 = asyncio.create_task(ready("ready at 200"))
    for t in (t1, t2, t3, t4, t5):
        await t
    for line in out:
        print(line)


asyncio.run(main())
