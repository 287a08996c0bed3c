# What the scheduler works on can be replaced: core.cur_task, core._task_queue, core._io_queue; and put back again.
import asyncio
from asyncio import core
import io
import sys


class Readable(io.IOBase):
    def __init__(self):
        self.ready = False

    def ioctl(self, request, arg):
        return (arg if self.ready else 0) if request == 3 else -1

    def readline(self):
        return b"line\n"


async def say(*what):
    for word in what:
        print(word)
        await asyncio.sleep_ms(0)


# A new queue has nothing of the old one's.
async def leave():
    asyncio.create_task(say("not reached"))
    raise ValueError("left")


try:
    asyncio.run(leave())
except ValueError as er:
    print(er, core._task_queue.peek() is not None)
core._task_queue = core.TaskQueue()
core._io_queue = core.IOQueue()
core.cur_task = None
print(core._task_queue.peek(), core.cur_task)
asyncio.run(say("one", "two"))
queue = core.TaskQueue()
core._task_queue = queue
print(core._task_queue is queue)
task = asyncio.create_task(say("three"))
print(queue.peek() is task)
asyncio.run(say("four"))
print(queue.peek())


# A program in the middle of another one, and then that goes on: it sleeps, it is ready, it waits for streams.
async def read(stream, name):
    line = await asyncio.StreamReader(stream).readline()
    print(name, line)


async def sleep(ms, name):
    await asyncio.sleep_ms(ms)
    print(name)


def inner():
    saved = core._task_queue, core._io_queue, core.cur_task
    core._task_queue, core._io_queue = core.TaskQueue(), core.IOQueue()
    try:
        stream = Readable()
        stream.ready = True
        asyncio.run(read(stream, "inner"))
        asyncio.run(say("inner"))
        asyncio.create_task(say("not reached"))
        print(core._task_queue is not saved[0], core._io_queue is not saved[1])
    finally:
        core._task_queue, core._io_queue, core.cur_task = saved
    print(core._task_queue is saved[0], core._io_queue is saved[1], core.cur_task is saved[2])


async def outer():
    stream = Readable()
    tasks = [
        asyncio.create_task(sleep(10, "slept")),
        asyncio.create_task(read(stream, "outer")),
        asyncio.create_task(read(Readable(), "never")),
        asyncio.create_task(say("five", "six")),
    ]
    await asyncio.sleep_ms(0)
    stream.ready = True
    inner()
    print(asyncio.current_task() is core.cur_task)
    tasks[2].cancel()
    print(await asyncio.gather(*tasks, return_exceptions=True))


asyncio.run(outer())

# A copy of the loop, in Python.
event = asyncio.Event()


async def wait():
    print("waits")
    await event.wait()
    event.clear()
    print("set")
    event.set()


async def set_it():
    await asyncio.sleep_ms(1)
    event.set()
    event.clear()
    print("sets")


def run(task):
    while not task.done():
        t = core._task_queue.peek()
        if t:
            dt = max(0, core.ticks_diff(t.ph_key, core.ticks()))
        else:
            dt = -1
        if dt:
            core._io_queue.wait_io_event(dt)
            continue
        t = core._task_queue.pop()
        core.cur_task = t
        try:
            t.coro.send(None)
        except StopIteration:
            while t.state is not True and t.state.peek():
                core._task_queue.push(t.state.pop())
            t.state = False
    core.cur_task = None


task = asyncio.create_task(wait())
asyncio.create_task(set_it())
run(task)
print(core.cur_task)
