# A task that waits by shield or wait, and that a program puts into the queue by hand, waits on; those who await the same future get it.
import asyncio


async def by_shield(future):
    return await asyncio.shield(future)


async def by_wait(future):
    done, pending = await asyncio.wait([future])
    return [future.result() for future in done]


async def by_await(future):
    return await future


async def main(waits):
    future = asyncio.Future()
    waiter = asyncio.create_task(waits(future))
    await asyncio.sleep_ms(1)
    other = asyncio.create_task(by_await(future))
    await asyncio.sleep_ms(1)
    asyncio.core._task_queue.push(waiter)
    await asyncio.sleep_ms(1)
    print(future.done(), waiter.done(), other.done())
    future.set_result(7)
    print(await asyncio.wait_for_ms(waiter, 100), await asyncio.wait_for_ms(other, 100))


for waits in (by_shield, by_wait):
    asyncio.run(main(waits))
