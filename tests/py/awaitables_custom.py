# Awaitables written in Python: iterators, generators, async with and async for.
import asyncio
from asyncio import core


class Turns:
    # Waits n turns and gives a result.
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        return self

    def __next__(self):
        if not self.n:
            raise StopIteration("waited")
        self.n -= 1
        core._task_queue.push(core.cur_task)


class Countdown:
    def __init__(self, n):
        self.n = n

    def __aiter__(self):
        return self

    async def __anext__(self):
        if not self.n:
            raise StopAsyncIteration
        self.n -= 1
        await asyncio.sleep_ms(0)
        return self.n


async def ticker():
    for i in range(5):
        print("tick", i)
        await asyncio.sleep_ms(0)


async def main():
    asyncio.create_task(ticker())
    print(await Turns(2))
    async for i in Countdown(3):
        print(i)
    async for i in Countdown(2):
        async with asyncio.Lock():
            print(i)

    # Something with nothing but a send method will do as a coroutine.
    class Sender:
        n = 2

        def send(self, v):
            print("send", v)
            if not self.n:
                raise StopIteration(5)
            self.n -= 1
            core._task_queue.push(core.cur_task)

    print(await asyncio.create_task(Sender()))
    print(await asyncio.gather(Sender()))


asyncio.run(main())
