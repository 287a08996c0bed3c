# Primitives of one's own, built from TaskQueue, cur_task and data, as third-party libraries build
# theirs: a gate with priorities, and a queue object with a remove method.
import asyncio
from asyncio import core


class Gate:
    def __init__(self):
        self.waiting = core.TaskQueue()

    def enter(self, priority):
        self.waiting.push(core.cur_task, priority)
        core.cur_task.data = self.waiting
        yield
        return priority

    def open(self):
        if self.waiting.peek():
            core._task_queue.push(self.waiting.pop())


class Line:
    # Not a TaskQueue at all: anything with "remove" will do.
    def __init__(self):
        self.tasks = []

    def wait(self):
        self.tasks.append(core.cur_task)
        core.cur_task.data = self
        yield

    def remove(self, task):
        print("remove", task in self.tasks)
        self.tasks.remove(task)

    def wake_last(self):
        core._task_queue.push(self.tasks.pop())


async def waiter(name, aw):
    try:
        print(name, "woken", await aw)
    except asyncio.CancelledError:
        print(name, "cancelled")
        raise


async def attempt(t):
    try:
        await t
    except asyncio.CancelledError:
        pass


async def main():
    gate = Gate()
    ts = [asyncio.create_task(waiter(str(p), gate.enter(p))) for p in (5, 3, 9, 1, 3, 7)]
    await asyncio.sleep_ms(0)
    gate.open()
    await asyncio.sleep_ms(20)
    print(ts[1].cancel(), ts[2].cancel(), ts[5].data is gate.waiting)
    for _ in range(7):
        gate.open()
    await asyncio.sleep_ms(0)
    for t in ts:
        await attempt(t)
    try:
        await asyncio.wait_for_ms(gate.enter(1), 20)
    except asyncio.TimeoutError:
        print("timeout", gate.waiting.peek())

    line = Line()
    ts = [asyncio.create_task(waiter(n, line.wait())) for n in "abcd"]
    await asyncio.sleep_ms(0)
    print(ts[1].cancel())
    line.wake_last()
    line.wake_last()
    for t in ts[1:]:
        await attempt(t)
    g = asyncio.create_task(asyncio.gather(line.wait(), line.wait()))
    await asyncio.sleep_ms(0)
    await asyncio.sleep_ms(0)
    g.cancel()
    await attempt(g)
    await asyncio.sleep_ms(0)
    print(len(line.tasks))
    line.wake_last()
    await ts[0]

    # A remove that raises: so does cancel, and the task goes on waiting.
    class Sticky(Line):
        def remove(self, task):
            raise ValueError("sticky")

    line = Sticky()
    t = asyncio.create_task(waiter("e", line.wait()))
    await asyncio.sleep_ms(0)
    try:
        t.cancel()
    except ValueError as er:
        print(repr(er), t.done())
    line.wake_last()
    await t


asyncio.run(main())
