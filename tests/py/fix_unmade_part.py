# An instance of a derived class whose built-in part is not made yet is neither a task nor a queue, nor is a flag set.
import asyncio
from asyncio import core
import select


def attempt(function, *args):
    try:
        print(function(*args))
    except TypeError:
        print("TypeError")


class Queue(core.TaskQueue):
    def __init__(self):
        attempt(setattr, core, "_task_queue", self)
        attempt(core._task_queue.push, self)
        super().__init__()
        print(self.peek())


class IOQueue(core.IOQueue):
    def __init__(self):
        attempt(setattr, core, "_io_queue", self)


class Task(asyncio.Task):
    def __init__(self, coro):
        attempt(core._task_queue.push, self)
        attempt(core._task_queue.remove, self)
        attempt(setattr, core, "cur_task", self)
        super().__init__(coro)
        print(self.done())


class Flag(asyncio.ThreadSafeFlag):
    def __init__(self):
        poll = select.poll()
        poll.register(self, select.POLLIN)
        print(poll.poll(0))
        super().__init__()
        self.set()
        print(len(poll.poll(0)))


async def value():
    return 1


Queue()
IOQueue()
task = Task(value())
Flag()
core._task_queue.push(task)
print(asyncio.run(value()), task.done())
