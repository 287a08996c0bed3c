# An object with `send` and `throw` is a coroutine, and these are what is called, also when it could be iterated.
import asyncio


class Proxy:
    def __init__(self, coro):
        self.coro, self.log = coro, []

    def __iter__(self):
        return self

    def __next__(self):
        self.log.append("next")
        return next(self.coro)

    def send(self, value):
        self.log.append("send")
        return self.coro.send(value)

    def throw(self, *args):
        self.log.append("throw")
        return self.coro.throw(*args)


async def work(n):
    for _ in range(n):
        await asyncio.sleep_ms(1)
    return n


async def fail():
    await asyncio.sleep_ms(1)
    raise ValueError("failed")


async def main():
    proxy = Proxy(work(3))
    print(await asyncio.create_task(proxy), proxy.log)
    proxy = Proxy(fail())
    try:
        await asyncio.create_task(proxy)
    except ValueError as er:
        print(er, proxy.log)
    proxy = Proxy(work(100))
    task = asyncio.create_task(proxy)
    await asyncio.sleep_ms(0)
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        print("cancelled", proxy.log)


asyncio.run(main())
