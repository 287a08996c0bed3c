# A lock that was on its way to a task of the old loop is free in the new one; upstream's is that task's for ever.
import asyncio


async def wait(lock):
    async with lock:
        print("not reached")


async def main(lock):
    async with lock:
        asyncio.create_task(wait(lock))
        await asyncio.sleep(0)
    # It is the other task's turn now, which has none to come.
    asyncio.new_event_loop()
    asyncio.create_task(take(lock))


async def take(lock):
    async with lock:
        print("has it", lock.locked())
    print(lock.locked())


async def once_more(lock):
    await asyncio.wait_for(take(lock), 1)


lock = asyncio.Lock()
asyncio.run(main(lock))
asyncio.run(once_more(lock))
