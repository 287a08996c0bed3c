# What a call or an await of CPython's names takes of the heap, in blocks of the allocator: the column `alloc` of docs/reference.md. The
# program's own coroutines are not counted.
import asyncio, gc, sys

N = 32
BLOCK = 4 * (8 if sys.maxsize > 1 << 32 else 4)


class Least:
    """Of several times the least: what is allocated once does not count, nor what the allocator does beside it now and then."""

    def __init__(self, name):
        self.name = name
        self.least = 1 << 20
        # No hole is left among older objects: the library fills one by a block more (docs/architecture.md, Memory).
        gc.collect()
        gc.disable()
        self.chain = None
        for _ in range(gc.mem_free() // BLOCK // 4):
            self.chain = (self.chain,)

    def __enter__(self):
        self.before = gc.mem_alloc()

    def __exit__(self, exc_type, exc, traceback):
        self.least = min(self.least, gc.mem_alloc() - self.before)

    def print(self):
        print("%-44s %2d" % (self.name, self.least // BLOCK))
        gc.enable()


def call(name, function, things=range(N)):
    results = [None] * N
    least = Least(name)
    for i in range(N):
        thing = things[i]
        with least:
            results[i] = function(thing)
    least.print()
    return results


async def wait(name, function, things=range(N)):
    least = Least(name)
    for thing in things:
        with least:
            await function(thing)
    least.print()


async def ends():
    pass


async def sleeps():
    await asyncio.sleep(50)


async def waits(what):
    await what


def new_tasks(function=sleeps, *args):
    return [asyncio.create_task(function(*args)) for _ in range(N)]


def nothing(*args):
    pass


async def on_tasks():
    call("create_task", asyncio.create_task, [sleeps() for _ in range(N)])
    call("create_task with a name", lambda coro: asyncio.create_task(coro, name="n"), [sleeps() for _ in range(N)])
    tasks = new_tasks()
    call("add_done_callback", lambda task: task.add_done_callback(nothing), tasks)
    for task in tasks:
        asyncio.create_task(waits(task))
    await asyncio.sleep(0)
    call("add_done_callback, others wait", lambda task: task.add_done_callback(nothing), tasks)
    call("cancelling", lambda task: task.cancelling(), new_tasks())
    call("set_name", lambda task: task.set_name("n"), new_tasks())
    call("cancel", lambda task: task.cancel(), new_tasks())
    call("cancel with a message", lambda task: task.cancel("m"), new_tasks())
    futures = call("Future", lambda i: asyncio.Future())
    call("set_result", lambda future: future.set_result(1), futures)
    call("add_done_callback, it is done", lambda future: future.add_done_callback(nothing), futures)


async def on_the_loop():
    loop = asyncio.get_running_loop()
    call("call_soon", lambda i: loop.call_soon(nothing))
    call("call_soon with an argument", lambda i: loop.call_soon(nothing, 1))
    call("call_later", lambda i: loop.call_later(50, nothing))
    when = loop.time() + 50
    call("call_at", lambda i: loop.call_at(when, nothing))
    call("time", lambda i: loop.time())


async def on_primitives():
    for cls in (asyncio.Event, asyncio.Lock, asyncio.Semaphore, asyncio.Condition):
        call(cls.__name__, lambda i: cls())
    call("Barrier", lambda i: asyncio.Barrier(2))
    call("Queue, and its first item", lambda i: asyncio.Queue().put_nowait(1))
    condition = asyncio.Condition()

    async def notified():
        async with condition:
            while True:
                await condition.wait()

    for _ in range(3):
        asyncio.create_task(notified())
    await asyncio.sleep(0)
    least = Least("Condition.wait of three")
    for _ in range(N):
        await condition.acquire()
        with least:
            condition.notify_all()
            condition.release()
            for _ in range(5):
                await asyncio.sleep_ms(0)
    least.print()
    barrier = asyncio.Barrier(1)
    await wait("Barrier.wait", lambda i: barrier.wait())


async def on_timeouts():
    for name, make in (("timeout(None)", asyncio.timeout), ("timeout_ms", asyncio.timeout_ms), ("timeout", asyncio.timeout)):
        least = Least(name + ", a block")
        limit = None if "None" in name else 50000
        for _ in range(N):
            with least:
                async with make(limit):
                    pass
        least.print()
    await wait("wait_for of a coroutine", lambda coro: asyncio.wait_for(coro, 50), [ends() for _ in range(N)])


async def on_several():
    for n in (1, 2, 3):
        await wait("gather of %d coroutines" % n, lambda coros: asyncio.gather(*coros), [[ends() for _ in range(n)] for _ in range(N)])
    for limit in (None, 50):
        for n in (1, 2, 3):
            several = [new_tasks(ends)[:n] for _ in range(N)]
            await wait("wait for %d, timeout=%s" % (n, limit), lambda tasks: asyncio.wait(tasks, timeout=limit), several)
    futures = [asyncio.Future() for _ in range(N)]
    shields = call("shield, the call", asyncio.shield, futures)
    least = Least("shield, its await")
    for shield in shields:
        asyncio.create_task(waits(shield))
        with least:
            await asyncio.sleep_ms(0)
    least.print()
    for future in futures:
        future.set_result(1)
    await wait("shield, it is done", asyncio.shield, futures)
    for n in (0, 1, 2, 3):
        several = [[ends() for _ in range(n)] for _ in range(N)]
        least = Least("TaskGroup with %d, a block" % n)
        for coros in several:
            with least:
                async with asyncio.TaskGroup() as group:
                    for coro in coros:
                        group.create_task(coro)
        least.print()
    for n in (1, 2, 3):
        several = [new_tasks(ends)[:n] for _ in range(N)]
        least = Least("as_completed of %d" % n)
        for tasks in several:
            with least:
                for each in asyncio.as_completed(tasks):
                    await each
        least.print()


async def on_threads():
    loop = asyncio.get_running_loop()
    await wait("to_thread", lambda i: asyncio.to_thread(nothing))
    await wait("run_in_executor", lambda i: loop.run_in_executor(None, nothing))


async def main():
    for part in (on_tasks, on_the_loop, on_primitives, on_timeouts, on_several, on_threads):
        await part()


asyncio.run(main())
