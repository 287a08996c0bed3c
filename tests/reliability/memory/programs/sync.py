# Event, Lock, ThreadSafeFlag, and queues that a program makes itself.
import asyncio


async def events(world):
    event = asyncio.Event()

    async def waiter():
        try:
            await event.wait()
            await asyncio.wait_for_ms(event.wait(), 100)
        finally:
            event.set()

    try:
        for _ in range(3):
            world.start(waiter)
        await asyncio.sleep_ms(0)
    finally:
        event.set()
    event.is_set()


async def locks(world):
    lock = world.locks[0] = asyncio.Lock()

    async def user(n):
        for _ in range(n):
            async with lock:
                await asyncio.sleep_ms(0)
            await lock.acquire()
            try:
                [n] * 8
                await asyncio.sleep_ms(0)
            finally:
                lock.release()

    for n in (1, 2, 3):
        last = world.start(user, n)
    await asyncio.sleep_ms(0)
    # While it waits for the lock.
    last.cancel()
    await last


async def lock_timeouts(world):
    lock = world.locks[0] = asyncio.Lock()

    async def holder():
        async with lock:
            await asyncio.sleep_ms(3)

    async def impatient():
        try:
            await asyncio.wait_for_ms(lock.acquire(), 1)
        except asyncio.TimeoutError:
            return
        lock.release()

    first = world.start(holder)
    await asyncio.sleep_ms(0)
    second = world.start(impatient)
    world.may_fail_with()
    await first
    await second


async def flags(world):
    flag = asyncio.ThreadSafeFlag()
    done = asyncio.Event()

    async def waiter():
        try:
            await flag.wait()
            flag.clear()
            await flag.wait()
        finally:
            done.set()

    task = world.start(waiter)
    # Two more than are waited for.
    while not done.is_set():
        flag.set()
        await asyncio.sleep_ms(0)
        if task.done():
            break
    await task


async def queues(world):
    # A line of waiting tasks, as programs make them.
    queue, later = asyncio.core.TaskQueue(), asyncio.core.TaskQueue()

    class Line:
        def __init__(self):
            self.waits = False

        def __iter__(self):
            return self

        def __next__(self):
            self.waits = not self.waits
            if not self.waits:
                raise StopIteration
            me = asyncio.core.cur_task
            queue.push(me)
            me.data = queue

    async def waiter():
        await Line()

    tasks = []
    try:
        for _ in range(3):
            tasks.append(world.start(waiter))
        await asyncio.sleep_ms(0)
        tasks[1].cancel()
        queue.remove(tasks[0])
        later.push(tasks[0], asyncio.core.ticks() + 5)
        asyncio.core._task_queue.push(later.pop())
        await asyncio.sleep_ms(0)
    finally:
        while later.peek():
            asyncio.core._task_queue.push(later.pop())
        # Those that have not begun yet come later.
        await asyncio.sleep_ms(0)
        while queue.peek():
            asyncio.core._task_queue.push(queue.pop())


PROGRAMS = "events", "locks", "lock_timeouts", "flags", "queues"
