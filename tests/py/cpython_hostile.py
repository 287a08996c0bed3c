# Misuse of queues and of what they hold: exceptions, never lost items or a crash.
import asyncio, gc


class Item:
    """Its comparison does something to the queue it is in."""

    def __init__(self, n, act=None):
        self.n, self.act = n, act

    def __lt__(self, other):
        if self.act:
            act, self.act = self.act, None
            act()
        return self.n < other.n


def fail():
    raise ValueError("no order")


def drain(queue):
    items = []
    while not queue.empty():
        items.append(queue.get_nowait().n)
    return items


async def comparing():
    # Comparing fails: the item is in the queue.
    queue = asyncio.PriorityQueue()
    queue.put_nowait(Item(1))
    try:
        queue.put_nowait(Item(0, fail))
    except ValueError as error:
        print(error, queue.qsize(), sorted(drain(queue)))
    # It fails while something is taken: nothing is lost.
    for n in (3, 1, 2, 4):
        queue.put_nowait(Item(n))
    queue.put_nowait(Item(5, None))
    first = queue.get_nowait()
    for _ in range(queue.qsize()):
        queue.put_nowait(queue.get_nowait())
    print(first.n, sorted(drain(queue)))
    # It puts, and takes.
    seen = []
    for n in (5, 1, 4, 2, 3):
        queue.put_nowait(Item(n))
    queue.put_nowait(Item(0, lambda: queue.put_nowait(Item(9))))
    print(sorted(drain(queue)))
    for n in (5, 1, 4, 2, 3):
        queue.put_nowait(Item(n))
    queue.put_nowait(Item(0, lambda: seen.extend(drain(queue))))
    print(sorted(seen + drain(queue)), queue.empty())


async def awaitables():
    queue = asyncio.Queue(1)
    # A put that nobody awaits puts nothing, and the next one is another.
    abandoned = queue.put("abandoned")
    await queue.put(1)
    print(queue.qsize(), await queue.get())
    await abandoned
    print(await queue.get())
    # Awaiting one again does nothing.
    again = queue.put(2)
    await again
    await again
    print(queue.qsize(), await queue.get())
    # Two that wait at the same time.
    await queue.put(0)
    first, second = queue.put("first"), queue.put("second")
    a, b = asyncio.create_task(first), asyncio.create_task(second)
    await asyncio.sleep(0)
    print(await queue.get(), await queue.get(), await queue.get(), queue.empty())
    await a
    await b
    # Thrown into, closed.
    put = queue.put(3)
    try:
        put.throw(ValueError("thrown"))
    except ValueError as error:
        print(error, queue.qsize())
    queue.put(4).close()
    get = queue.get()
    get.close()
    print(queue.qsize())


async def inner():
    queue = asyncio.Queue(1)
    get = asyncio.create_task(queue.get())
    await asyncio.sleep(0)
    print(get.data is queue)
    get.cancel()
    await asyncio.sleep(0)
    print(get.done())
    await queue.put(1)
    put, join = asyncio.create_task(queue.put(2)), asyncio.create_task(queue.join())
    await asyncio.sleep(0)
    print(put.data is queue, join.data is queue)
    put.cancel()
    join.cancel()
    await asyncio.sleep(0)
    print(put.done(), join.done(), queue.qsize())
    # A woken task is made ready by hand, and one that waits.
    semaphore = asyncio.Semaphore(0)
    tasks = [asyncio.create_task(semaphore.acquire()) for _ in range(3)]
    await asyncio.sleep(0)
    asyncio.core._task_queue.push(tasks[0])
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    print([task.done() for task in tasks], semaphore.locked())
    for task in tasks:
        task.cancel()
    await asyncio.sleep(0)


class Named(asyncio.Queue):
    def __init__(self, name):
        super().__init__(2)
        self.name = name

    def put_two(self, a, b):
        self.put_nowait(a)
        self.put_nowait(b)


async def classes():
    queue = Named("mine")
    queue.put_two(1, 2)
    queue.other = 5
    print(queue.name, queue.other, queue.full(), await queue.get(), queue.maxsize, isinstance(queue, asyncio.Queue))
    plain = asyncio.Queue()
    plain.label = "x"
    print(plain.label)
    for cls in (asyncio.Queue, asyncio.Semaphore, asyncio.Barrier):
        for arguments in ((), ("a",), (1, 2), (None,)):
            try:
                cls(*arguments)
            except (TypeError, ValueError) as error:
                print(cls.__name__, len(arguments), type(error).__name__)
    for function in (asyncio.Queue.get_nowait, asyncio.Semaphore.release, asyncio.Condition.notify):
        for argument in (1, "a", asyncio.Lock()):
            try:
                function(argument)
                print("accepted")
            except TypeError:
                pass


class BadLock:
    def __init__(self, answer):
        self.answer = answer

    def locked(self):
        return self.answer

    def release(self):
        raise OSError("release")

    def acquire(self):
        return 5


async def bad_locks():
    for lock in (BadLock(True), BadLock(False), 5):
        condition = asyncio.Condition(lock)
        for step in (condition.wait, condition.notify, condition.acquire, condition.release):
            try:
                result = step()
                await asyncio.wait_for(result, 0.01)
            except (TypeError, RuntimeError, AttributeError, OSError) as error:
                print(step.__class__.__name__, type(error).__name__)


async def main():
    for part in (comparing, awaitables, inner, classes, bad_locks):
        print(part.__name__)
        await part()
        gc.collect()


asyncio.run(main())
