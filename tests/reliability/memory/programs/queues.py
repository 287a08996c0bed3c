# Queues, Semaphore, Condition and Barrier. Who waits for what a task that failed would have done is cancelled in the end.
import asyncio


def cancel(world):
    for task in world.tasks:
        if task is not None and not task.done():
            task.cancel()


async def rest(n):
    for _ in range(n):
        await asyncio.sleep_ms(0)


async def exchange(world, queue):
    async def produce(n):
        for i in range(n):
            await queue.put(i)

    async def consume(n):
        for _ in range(n):
            await queue.get()
            queue.task_done()

    async def join():
        await queue.join()

    try:
        world.start(produce, 2)
        world.start(produce, 5)
        world.start(consume, 7)
        world.start(join)
        await rest(20)
    finally:
        cancel(world)


async def fifo(world):
    await exchange(world, asyncio.Queue(3))


async def lifo(world):
    await exchange(world, asyncio.LifoQueue(1))


async def priority(world):
    await exchange(world, asyncio.PriorityQueue(maxsize=2))


async def growing(world):
    queue = asyncio.Queue()
    put = 0
    try:
        for _ in range(40):
            queue.put_nowait(put)
            put += 1
    finally:
        # Not one is lost.
        for i in range(put):
            assert queue.get_nowait() == i
        assert queue.empty()


async def shut_down(world):
    queue = asyncio.Queue(1)

    async def put():
        try:
            for i in range(5):
                await queue.put(i)
        except asyncio.QueueShutDown:
            pass

    async def get():
        try:
            while True:
                await queue.get()
        except asyncio.QueueShutDown:
            pass

    try:
        world.start(put)
        world.start(get)
        world.start(get)
        await rest(4)
    finally:
        queue.shutdown(immediate=True)


async def ringbuf(world):
    queue = asyncio.RingbufQueue([0] * 3)

    async def get():
        for _ in range(6):
            await queue.get()

    async def put():
        for i in range(6):
            await queue.put(i)

    try:
        world.start(get)
        world.start(put)
        await rest(16)
    finally:
        cancel(world)


async def semaphores(world):
    semaphore = asyncio.BoundedSemaphore(2)

    async def user():
        async with semaphore:
            await asyncio.sleep_ms(0)

    try:
        for _ in range(5):
            last = world.start(user)
        await asyncio.sleep_ms(0)
        last.cancel()
        await rest(8)
    finally:
        cancel(world)
        await rest(3)
    # Nobody holds it.
    assert not semaphore.locked()
    try:
        semaphore.release()
        assert False
    except ValueError:
        pass


async def conditions(world):
    condition = asyncio.Condition()
    state = []

    async def wait():
        async with condition:
            await condition.wait_for(lambda: state)

    try:
        for _ in range(3):
            world.start(wait)
        await rest(2)
        async with condition:
            state.append(1)
            condition.notify_all()
        await rest(8)
    finally:
        cancel(world)
        await rest(8)
    assert not condition.locked()


async def barriers(world):
    barrier = asyncio.Barrier(2)

    async def come():
        async with barrier:
            await asyncio.sleep_ms(0)

    try:
        world.start(come)
        await rest(2)
        world.start(come)
        await rest(8)
    finally:
        cancel(world)
        await rest(3)
    assert barrier.n_waiting == 0


async def barriers_broken(world):
    barrier = asyncio.Barrier(3)

    async def come():
        try:
            await barrier.wait()
        except asyncio.BrokenBarrierError:
            pass

    try:
        world.start(come)
        world.start(come)
        await rest(2)
        await barrier.reset()
        world.start(come)
        await rest(2)
    finally:
        cancel(world)
        await rest(3)
    await barrier.abort()
    assert barrier.broken


PROGRAMS = "fifo", "lifo", "priority", "growing", "shut_down", "ringbuf", "semaphores", "conditions", "barriers", "barriers_broken"
