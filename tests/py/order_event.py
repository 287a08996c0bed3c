# An Event wakes its waiters in the order they came, behind the tasks that are already ready.
import asyncio


async def waiter(ev, name):
    print(name, "waits")
    print(name, "got", await ev.wait())


async def ready(name):
    print(name, "ready")


async def main():
    ev = asyncio.Event()
    ts = [asyncio.create_task(waiter(ev, n)) for n in "abc"]
    await asyncio.sleep_ms(20)
    ts.append(asyncio.create_task(ready("before set")))
    ev.set()
    ts.append(asyncio.create_task(ready("after set")))
    print("set", ev.is_set())
    for t in ts:
        await t

    # Once set, waiting doesn't even yield.
    asyncio.create_task(ready("other"))
    print(await ev.wait(), await ev.wait())
    await asyncio.sleep_ms(0)

    # Cleared before the waiters get their turn: they were woken all the same.
    ev.clear()
    ts = [asyncio.create_task(waiter(ev, n)) for n in "de"]
    await asyncio.sleep_ms(0)
    ev.set()
    ev.clear()
    print(ev.is_set())
    for t in ts:
        await t

    # Setting again, clearing again: no effect.
    ev.set()
    ev.set()
    ev.clear()
    ev.clear()
    print(ev.is_set())

    # A waiter that waits again in its own turn isn't woken by the same set.
    async def twice():
        for i in range(2):
            await ev.wait()
            ev.clear()
            print("twice", i)

    t = asyncio.create_task(twice())
    await asyncio.sleep_ms(0)
    ev.set()
    await asyncio.sleep_ms(20)
    print(t.done())
    ev.set()
    await t


asyncio.run(main())
