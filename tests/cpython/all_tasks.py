# all_tasks: what is not done yet, wherever it waits.
import asyncio


class Wait:
    # Places where a task can wait, by their names.
    async def sleep(self):
        await asyncio.sleep(10)

    async def event(self):
        await asyncio.Event().wait()

    async def lock(self):
        lock = asyncio.Lock()
        async with lock:
            await lock.acquire()

    async def semaphore(self):
        await asyncio.Semaphore(0).acquire()

    async def queue(self):
        await asyncio.Queue().get()

    async def full_queue(self):
        queue = asyncio.Queue(1)
        await queue.put(1)
        await queue.put(2)

    async def condition(self):
        condition = asyncio.Condition()
        async with condition:
            await condition.wait()

    async def barrier(self):
        await asyncio.Barrier(2).wait()

    async def future(self):
        await asyncio.Future()

    async def wait_for(self):
        await asyncio.wait_for(asyncio.Event().wait(), 10)

    async def timeout(self):
        async with asyncio.timeout(10):
            await asyncio.Event().wait()

    async def gather(self):
        await asyncio.gather(asyncio.Future(), asyncio.Future())

    async def wait(self):
        await asyncio.wait([asyncio.Future(), asyncio.Future()])

    async def shield(self):
        await asyncio.shield(asyncio.Future())

    async def as_completed(self):
        for one in asyncio.as_completed([asyncio.Future()]):
            await one

    async def other_task(self):
        await asyncio.create_task(self.event(), name="of another one")

    async def group(self):
        async with asyncio.TaskGroup() as group:
            group.create_task(self.event(), name="of the group")


async def spin():
    while True:
        await asyncio.sleep(0)


def names():
    return sorted(task.get_name() for task in asyncio.all_tasks())


async def main():
    asyncio.current_task().set_name("main")
    print(names())
    places = [name for name in dir(Wait) if name[0] != "_"]
    waits = Wait()
    tasks = [asyncio.create_task(getattr(waits, name)(), name=name) for name in sorted(places)]
    # Two that wait for the same one.
    first = tasks[0]

    async def join():
        await first

    tasks += [asyncio.create_task(join(), name="joins " + str(i)) for i in range(3)]
    tasks.append(asyncio.create_task(spin(), name="spins"))
    print(len(names()))
    await asyncio.sleep(0.02)
    found = [name for name in names() if not name.startswith("Task-")]
    print(found)
    print(all(task in asyncio.all_tasks() for task in tasks), asyncio.current_task() in asyncio.all_tasks())
    print(all(not task.done() for task in asyncio.all_tasks()))
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks)
    await asyncio.sleep(0.02)
    print(names())


asyncio.run(main())
