# Inner names that public code uses.
from asyncio import *

print([type(name).__name__ for name in (sys, select, ticks(), core)], cur_task, IOQueue.__name__, SingletonGenerator is not None)
import asyncio, io
import asyncio.event, asyncio.funcs, asyncio.lock, asyncio.stream
from asyncio import core
import _asyncio

print(_asyncio.Task is core.Task, _asyncio.TaskQueue is core.TaskQueue)
print(asyncio.event.io is io, asyncio.event.core is core, asyncio.funcs.core is core, asyncio.lock.core is core)
print(asyncio.stream.core is core, core.sys is sys, core.select is select)


class Stream(io.IOBase):
    def __init__(self):
        self.ready = 0

    def ioctl(self, request, arg):
        return self.ready & arg if request == 3 else -1


async def wait(stream, writes):
    queue = core._io_queue
    yield (queue.queue_write if writes else queue.queue_read)(stream)


async def ending(value):
    await asyncio.sleep_ms(1)
    if value is None:
        raise ValueError("none")
    return value


async def run_beside(value):
    try:
        runner = create_task(asyncio.funcs._run(core.cur_task, create_task(ending(value))))
        await asyncio.sleep_ms(1000)
    except asyncio.CancelledError as er:
        print(repr(er.args[0]), er.args[1])
    await runner


async def removable():
    core.cur_task.data = asyncio.funcs._Remove
    yield


async def main():
    queue = core._io_queue
    print(len(queue.map), bool(queue.map), hasattr(queue.poller, "ipoll"))
    one, other = Stream(), Stream()
    tasks = [create_task(wait(one, False)), create_task(wait(one, True)), create_task(wait(other, False))]
    await asyncio.sleep_ms(0)
    print(len(queue.map), id(one) in queue.map, id(other) in queue.map, id(5) in queue.map)
    print(sorted(queue.map.keys()) == sorted([id(one), id(other)]))
    reader, writer, stream = queue.map[id(one)]
    print(reader is tasks[0], writer is tasks[1], stream is one, queue.map[id(other)][1])
    one.ready = select.POLLIN | select.POLLOUT
    other.ready = select.POLLIN
    await asyncio.gather(*tasks)
    print(len(queue.map))

    task = core._promote_to_task(ending(1))
    print(core._promote_to_task(task) is task, await task)
    await core._stopper()
    print(core._stop_task)
    await run_beside("value")
    await run_beside(None)
    task = create_task(removable())
    await asyncio.sleep_ms(0)
    print(task.cancel())
    try:
        await task
    except asyncio.CancelledError:
        print("cancelled")


run(main())


async def stops():
    print(core._stop_task is not None)
    get_event_loop().stop()
    print(core._stop_task)


create_task(stops())
get_event_loop().run_forever()
