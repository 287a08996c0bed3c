# Sleepers wake by due time; those due at the same time in the order they went to sleep.
import asyncio

out = []


async def sleeper(name, ms):
    await asyncio.sleep_ms(ms)
    out.append(name)


async def main():
    # By due time, not by order of creation.
    ts = [asyncio.create_task(sleeper(ms, ms)) for ms in (90, 30, 120, 0, 60)]
    for t in ts:
        await t
    print(out)
    out.clear()

    # First in, first out.
    ts = [asyncio.create_task(sleeper(i, 0)) for i in range(10)]
    for t in ts:
        await t
    print(out)
    out.clear()

    # Absolute due time counts, not the length of the sleep.
    t1 = asyncio.create_task(sleeper("long, early", 80))
    await asyncio.sleep_ms(60)
    t2 = asyncio.create_task(sleeper("short, late", 50))
    await t1
    await t2
    print(out)
    out.clear()

    # Negative means now, and doesn't overtake.
    ts = [asyncio.create_task(sleeper(ms, ms)) for ms in (0, -50, -1, 0)]
    for t in ts:
        await t
    print(out)


asyncio.run(main())
