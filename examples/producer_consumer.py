# One producer, two consumers: an Event says "there is something", a Lock keeps the pair of steps
# "look at the queue, take from it, report" in one piece.
import asyncio

queue = []
ready = asyncio.Event()
lock = asyncio.Lock()


async def producer(n):
    for i in range(n):
        await asyncio.sleep_ms(20)
        queue.append(i)
        print("producer: made", i)
        ready.set()
    # One None for each consumer means "no more".
    queue.extend((None, None))
    ready.set()


async def consumer(name):
    total = 0
    while True:
        # Only the holder of the lock waits for work; the other consumer queues up at the lock.
        async with lock:
            while not queue:
                ready.clear()
                await ready.wait()
            item = queue.pop(0)
        if item is None:
            return name, total
        print(name, "works on", item)
        total += item
        await asyncio.sleep_ms(5)  # Working takes time, and the other consumer gets its turn.


async def main():
    results = await asyncio.gather(producer(6), consumer("A"), consumer("B"))
    for name, total in results[1:]:
        print(name, "took items adding up to", total)


asyncio.run(main())
