# gather: results in order of the arguments, tasks and coroutines mixed, empty, nested, large.
import asyncio


async def child(v, ms=0):
    await asyncio.sleep_ms(ms)
    print("child", v)
    return v


async def main():
    print(await asyncio.gather(child("slow", 60), child("quick", 0), child("middle", 30)))
    t = asyncio.create_task(child("task"))
    print(await asyncio.gather(t, child("coroutine"), child(None)))
    print(await asyncio.gather())
    print(await asyncio.gather(return_exceptions=True))
    print(await asyncio.gather(child(1)))
    print(
        await asyncio.gather(
            asyncio.gather(child("a"), child("b")), asyncio.wait_for(child("c"), 1)
        )
    )
    ev = asyncio.Event()
    lock = asyncio.Lock()
    asyncio.create_task(set_soon(ev))
    print(await asyncio.gather(ev.wait(), lock.acquire()))

    async def quiet(i):
        await asyncio.sleep_ms(0)
        return i

    print(sum(await asyncio.gather(*[quiet(i) for i in range(200)])))
    # A list with everything in it can be changed by the caller.
    r = await asyncio.gather(child(1), child(2))
    r.append(3)
    print(type(r), r)


async def set_soon(ev):
    await asyncio.sleep_ms(0)
    ev.set()


asyncio.run(main())
