# In what the names of CPython's asyncio differ here by intention: the rules of tests/random/README.md that have no other test.
import asyncio


# message: each who awaits a cancelled task gets it; of CPython's only the first.
async def message():
    async def sleeps():
        await asyncio.sleep(5)

    task = asyncio.create_task(sleeps())
    await asyncio.sleep(0)
    task.cancel("why")
    for _ in range(2):
        try:
            await task
        except asyncio.CancelledError as er:
            print(er.args)


# derived: what the library gives out is the built-in part.
async def derived():
    class Named(asyncio.Future):
        pass

    future = Named()
    future.add_done_callback(lambda part: print(part is future, type(part) is asyncio.Future, part.result()))
    future.set_result(1)
    await asyncio.sleep(0)


# settled: what waits for a gather goes on a turn sooner, and one that sleeps does.
async def settled():
    async def counts():
        for i in range(3):
            print("turn", i)
            await asyncio.sleep(0)

    async def gathers():
        await asyncio.gather(ends())
        print("gathered")

    async def ends():
        pass

    tasks = [asyncio.create_task(gathers()), asyncio.create_task(counts())]
    for task in tasks:
        await task


# aside: a gather that is cancelled does not wait for its tasks, nor does a wait_for.
async def aside():
    async def cleans_up():
        try:
            await asyncio.sleep(5)
        finally:
            await asyncio.sleep(0.01)
            print("cleaned up")

    for make in (asyncio.gather, lambda aw: asyncio.wait_for(aw, 9)):
        task = asyncio.create_task(make(cleans_up()))
        await asyncio.sleep(0.01)
        task.cancel()
        try:
            await task
        except asyncio.CancelledError:
            print("cancelled")
        await asyncio.sleep(0.03)


# too late: a value with which the cancellation by wait_for is answered is lost.
async def too_late():
    async def answers():
        try:
            await asyncio.sleep(5)
        except asyncio.CancelledError:
            return "answer"

    try:
        print(await asyncio.wait_for(answers(), 0.01))
    except asyncio.TimeoutError:
        print("timeout")


# reachable: two that wait for each other are nowhere to be found.
async def reachable():
    tasks = []

    async def waits(i):
        await asyncio.wait([tasks[i]])

    tasks.append(asyncio.create_task(waits(1)))
    tasks.append(asyncio.create_task(waits(0)))
    print(len(asyncio.all_tasks()))
    await asyncio.sleep(0)
    print(len(asyncio.all_tasks()))


# in the past: calls that are late already come as they were asked for; CPython has them in the order of their times.
async def in_the_past():
    loop = asyncio.get_running_loop()
    loop.call_at(loop.time() - 1, print, "a second ago")
    loop.call_at(loop.time() - 2, print, "two seconds ago")
    await asyncio.sleep(0.01)


# out of line: a lock that is released goes to the first who is not cancelled; CPython's is passed on by the cancelled one at its turn.
async def out_of_line():
    lock = asyncio.Lock()

    async def takes(name):
        async with lock:
            print(name)

    async def counts():
        for i in range(3):
            print("turn", i)
            await asyncio.sleep(0)

    await lock.acquire()
    tasks = [asyncio.create_task(takes("first")), asyncio.create_task(takes("second"))]
    await asyncio.sleep(0)
    tasks[0].cancel()
    lock.release()
    tasks.append(asyncio.create_task(counts()))
    await asyncio.wait(tasks)


# notified: who is cancelled passes on a notification if it has got one. CPython's passes on nothing before 3.13, and since then it wakes
# another one in any case.
async def notified():
    async def waits(name):
        async with condition:
            await condition.wait()
            print("notified", name)

    for is_notified in (True, False):
        condition = asyncio.Condition()
        tasks = [asyncio.create_task(waits(name)) for name in ("first", "second")]
        await asyncio.sleep(0)
        if is_notified:
            async with condition:
                condition.notify()
        tasks[0].cancel()
        await asyncio.sleep(0.01)
        print("second is done", tasks[1].done())
        tasks[1].cancel()


# first: of a task that nothing is noted of the first message counts, also that there was none; of CPython's the last one, until it begins.
async def first():
    async def begins():
        pass

    task = asyncio.create_task(begins())
    task.cancel()
    task.cancel("second")
    try:
        await task
    except asyncio.CancelledError as er:
        print(er.args)


# counted: cancelled before anything is noted of the task, which is not counted, and cannot be taken back.
async def counted():
    async def begins():
        print("begins")

    task = asyncio.create_task(begins())
    task.cancel()
    print(task.cancelling(), task.uncancel())
    await asyncio.wait([task])
    print(task.cancelled())


# rounded: a time is that of the nearest millisecond, and calls for the same one come as they were asked for.
async def rounded():
    loop = asyncio.get_running_loop()
    loop.call_at(loop.time() + 0.0054, print, "in 5.4 ms")
    loop.call_at(loop.time() + 0.0051, print, "in 5.1 ms")
    await asyncio.sleep(0.02)


async def main():
    for part in (message, derived, settled, aside, too_late, reachable, in_the_past, out_of_line, notified, first, counted, rounded):
        print("--", part.__name__)
        await part()


asyncio.run(main())
