# What a call of CPython's names takes of the heap, in blocks of the allocator: the column of docs/reference.md. The program's own coroutines
# and tasks are not counted.
import asyncio, gc, sys

N = 64
BLOCK = 4 * (8 if sys.maxsize > 1 << 32 else 4)
chain = None


def begin():
    # No hole is left among older objects: the library fills one by a block more (docs/architecture.md, Memory).
    global chain
    gc.collect()
    gc.disable()
    chain = None
    for _ in range(gc.mem_free() // BLOCK // 4):
        chain = (chain,)
    return gc.mem_alloc()


def end(name, before):
    # What is allocated once does not count.
    print("%-40s %d" % (name, (gc.mem_alloc() - before) // BLOCK // N))
    gc.enable()


def calls(name, function):
    results = [None] * N
    before = begin()
    for i in range(N):
        results[i] = function(i)
    end(name, before)
    return results


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
    tasks = new_tasks()
    calls("add_done_callback", lambda i: tasks[i].add_done_callback(nothing))
    waiters = [asyncio.create_task(waits(task)) for task in tasks]
    await asyncio.sleep(0)
    calls("add_done_callback, others wait", lambda i: tasks[i].add_done_callback(nothing))
    others = new_tasks()
    calls("cancelling: notes", lambda i: others[i].cancelling())
    futures = calls("Future", lambda i: asyncio.Future())
    calls("set_result", lambda i: futures[i].set_result(1))
    calls("add_done_callback, it is done", lambda i: futures[i].add_done_callback(nothing))


async def on_the_loop():
    loop = asyncio.get_running_loop()
    calls("call_soon", lambda i: loop.call_soon(nothing))
    calls("call_soon with an argument", lambda i: loop.call_soon(nothing, 1))
    calls("call_later", lambda i: loop.call_later(50, nothing))
    when = loop.time() + 50
    calls("call_at", lambda i: loop.call_at(when, nothing))
    calls("time", lambda i: loop.time())


async def on_primitives():
    for cls in (asyncio.Event, asyncio.Lock, asyncio.Semaphore, asyncio.Queue, asyncio.Condition):
        calls(cls.__name__, lambda i: cls())
    calls("Barrier", lambda i: asyncio.Barrier(2))
    condition = asyncio.Condition()
    tasks = []

    async def notified():
        async with condition:
            while True:
                await condition.wait()

    for _ in range(3):
        tasks.append(asyncio.create_task(notified()))
    await asyncio.sleep(0)
    before = begin()
    for _ in range(N):
        await condition.acquire()
        condition.notify_all()
        condition.release()
        for _ in range(4):
            await asyncio.sleep_ms(0)
    end("Condition.wait of three, each round", before)
    barrier = asyncio.Barrier(1)
    before = begin()
    for _ in range(N):
        await barrier.wait()
    end("Barrier.wait", before)


async def on_several():
    before = begin()
    for _ in range(N):
        async with asyncio.timeout(None):
            pass
    end("timeout(None), a block", before)
    before = begin()
    for _ in range(N):
        async with asyncio.timeout_ms(50000):
            pass
    end("timeout_ms, a block", before)
    tasks = new_tasks()
    for n in (1, 2, 3):
        some = tasks[:n]
        before = begin()
        for _ in range(N):
            await asyncio.wait(some, timeout=0.001)
        end("wait for %d" % n, before)
    future = asyncio.Future()
    future.set_result(1)
    before = begin()
    for _ in range(N):
        await asyncio.shield(future)
    end("shield, it is done", before)
    futures = [asyncio.Future() for _ in range(N)]
    shields = calls("shield, the call", lambda i: asyncio.shield(futures[i]))
    tasks = [asyncio.create_task(waits(shield)) for shield in shields]
    before = begin()
    await asyncio.sleep_ms(0)
    end("shield, its wait", before)
    before = begin()
    for _ in range(N):
        async with asyncio.TaskGroup():
            pass
    end("TaskGroup, a block", before)
    for n in (1, 2):
        coros = iter([ends() for _ in range(n * N)])
        before = begin()
        for _ in range(N):
            async with asyncio.TaskGroup() as group:
                for _ in range(n):
                    group.create_task(next(coros))
        end("TaskGroup, a block with %d, and tasks" % n, before)
    for n in (1, 2, 3):
        several = [new_tasks(ends)[:n] for _ in range(N)]
        before = begin()
        for tasks in several:
            for each in asyncio.as_completed(tasks):
                await each
        end("as_completed of %d" % n, before)


async def on_threads():
    loop = asyncio.get_running_loop()
    before = begin()
    for _ in range(N):
        await asyncio.to_thread(nothing)
    end("to_thread", before)
    before = begin()
    for _ in range(N):
        await loop.run_in_executor(None, nothing)
    end("run_in_executor", before)


async def main():
    for part in (on_tasks, on_the_loop, on_primitives, on_several, on_threads):
        await part()


asyncio.run(main())
