# A task that keeps the processor busy: the others run late, but in the order they were due.
import asyncio, time

out = []


async def sleeper(name, ms):
    await asyncio.sleep_ms(ms)
    out.append(name)


async def busy(ms):
    time.sleep_ms(ms)
    out.append("busy")


async def hopper(name, n):
    for i in range(n):
        out.append(name + str(i))
        await asyncio.sleep_ms(0)


async def main():
    # All three are overdue when busy ends: they run by due time, not by order of creation.
    ts = [asyncio.create_task(sleeper(n, ms)) for n, ms in (("c", 60), ("a", 20), ("b", 40))]
    ts.append(asyncio.create_task(busy(100)))
    for t in ts:
        await t
    print(out)
    out.clear()

    # What became due during the busy time goes before what is made ready after it.
    ts = [asyncio.create_task(sleeper("overdue", 30))]
    await asyncio.sleep_ms(0)
    ts.append(asyncio.create_task(hopper("x", 3)))
    time.sleep_ms(90)
    ts.append(asyncio.create_task(hopper("y", 3)))
    for t in ts:
        await t
    print(out)
    out.clear()

    # A task busy at each turn delays the others by one turn, not for good.
    async def hog():
        for i in range(3):
            time.sleep_ms(40)
            out.append("hog" + str(i))
            await asyncio.sleep_ms(0)

    ts = [asyncio.create_task(hog()), asyncio.create_task(hopper("z", 3))]
    ts.append(asyncio.create_task(sleeper("due in 20", 20)))
    ts.append(asyncio.create_task(sleeper("due in 70", 70)))
    for t in ts:
        await t
    print(out)


asyncio.run(main())
