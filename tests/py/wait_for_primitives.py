# A time limit on each thing that can be waited for; afterwards that thing still works.
import asyncio


async def attempt(name, aw):
    try:
        print(name, await asyncio.wait_for_ms(aw, 20))
    except asyncio.TimeoutError:
        print(name, "timeout")


async def main():
    ev = asyncio.Event()
    flag = asyncio.ThreadSafeFlag()
    lock = asyncio.Lock()
    for _ in range(2):
        await attempt("event", ev.wait())
        await attempt("flag", flag.wait())
    await attempt("lock", lock.acquire())
    await attempt("lock", lock.acquire())
    print(lock.locked())
    await attempt("task", asyncio.create_task(asyncio.Event().wait()))
    await attempt("gather", asyncio.gather(ev.wait(), flag.wait()))
    ev.set()
    flag.set()
    lock.release()
    await attempt("event", ev.wait())
    await attempt("flag", flag.wait())
    await attempt("lock", lock.acquire())


asyncio.run(main())
