# Which line holds a task is known to the library, whatever a program writes into `data`. Upstream believes what is there.
import asyncio
from asyncio import core


async def nothing():
    pass


async def fails():
    raise ValueError


async def wait(event):
    try:
        await event.wait()
        print("event")
    except asyncio.CancelledError:
        print("cancelled")


async def wait_flag(flag):
    await flag.wait()
    print("flag")


async def main():
    # Tasks that are done and are to be reported, said to wait for a stream.
    loop = asyncio.get_event_loop()
    loop.set_exception_handler(lambda loop, context: print("reported", type(context["exception"])))
    tasks = [asyncio.create_task(fails()) for _ in range(3)]
    await asyncio.sleep_ms(0)
    for task in tasks:
        task.data = core._io_queue
        core._io_queue.remove(task)
    await asyncio.sleep_ms(1)
    loop.set_exception_handler(None)

    # Tasks in the lines of an Event, a Lock, a flag and the scheduler, said to be in each of these and in others.
    done = asyncio.create_task(nothing())
    await done
    flag, lock, queue = asyncio.ThreadSafeFlag(), asyncio.Lock(), core.TaskQueue()
    for claim in (core._io_queue, flag, lock, asyncio.Event(), queue, core._task_queue, nothing, done, None):
        event = asyncio.Event()
        waiting = asyncio.create_task(wait_flag(flag))
        first, second, third = [asyncio.create_task(wait(event)) for _ in range(3)]
        await asyncio.sleep_ms(0)
        for task in (first, second, third):
            task.data = claim
        core._io_queue.remove(first)
        queue.remove(second)
        if claim is not done:
            second.cancel()
        await asyncio.sleep_ms(0)
        event.set()
        await asyncio.sleep_ms(0)
        print(first.done(), second.done(), third.done(), waiting.done())
        flag.set()
        await asyncio.sleep_ms(2)
        print(waiting.done())

    # The last one of a round leaves its place.
    order = []

    async def note(n):
        order.append(n)

    tasks = [asyncio.create_task(note(n)) for n in range(4)]
    for task in tasks:
        task.data = queue
        task.cancel()
        task.data = None
    await asyncio.sleep_ms(1)
    print(order)


asyncio.run(main())

# A task that is done waits for nothing: its callback runs in it.

def callback(task, er):
    for wait in (event.wait(), asyncio.sleep_ms(0), lock.acquire(), flag.wait()):
        try:
            next(wait)
            print("no error")
        except RuntimeError as er:
            print(er)
        except StopIteration:
            print("over")


event, lock, flag = asyncio.Event(), asyncio.Lock(), asyncio.ThreadSafeFlag()


async def with_callback():
    t = asyncio.create_task(nothing())
    t.state = callback
    await asyncio.sleep_ms(1)
    print(t.done(), t.data)


asyncio.run(with_callback())
