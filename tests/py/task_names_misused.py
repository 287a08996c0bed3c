# Names and callbacks of tasks where something goes wrong.
import asyncio
import gc


async def value(x):
    await asyncio.sleep(0)
    return x


def handler(loop, context):
    print("handler:", context["message"], repr(context["exception"]))


async def failing_callbacks():
    def fails(task):
        raise ValueError("callback")

    def fine(task):
        print("fine", task.result())

    task = asyncio.create_task(value(1))
    for callback in (fails, fine, None, fine):
        task.add_done_callback(callback)
    await task
    await asyncio.sleep(0)


async def by_hand():
    # The end of the chain is Python's, what stands before it is not.
    task = asyncio.create_task(value(2), name="two")
    print(task.state, task.data)
    called = []
    task.add_done_callback(lambda t: called.append("callback"))
    task.state = lambda t, e: called.append("state")
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    print(sorted(called), task.get_name(), task.done())
    # A task that was said to be done forgets what was noted.
    task = asyncio.create_task(value(3), name="three")
    task.state = None
    print(task.get_name()[:5], task.done(), task.cancelling(), task.remove_done_callback(1))
    task.state = True
    task.cancel()
    await asyncio.sleep(0)
    print(type(task.coro).__name__, type(task.get_coro()).__name__)


async def no_memory():
    task = asyncio.create_task(value(4))
    import micropython

    add, cancel = task.add_done_callback, task.cancel
    micropython.heap_lock()
    try:
        add(print)
        n = 1
    except MemoryError:
        n = 0
    done = cancel()
    micropython.heap_unlock()
    print(n, done)
    try:
        await task
    except asyncio.CancelledError:
        print("cancelled", task.cancelled())


class Equal:
    def __eq__(self, other):
        return True


class Unequal:
    def __eq__(self, other):
        raise OSError


async def odd_callbacks():
    task = asyncio.create_task(value(5))
    for i in range(20):
        task.add_done_callback(i)
        gc.collect()
    try:
        task.remove_done_callback(Unequal())
    except OSError:
        print("OSError")
    print(task.remove_done_callback(7), task.remove_done_callback(Equal()))
    await task


async def arguments():
    task = asyncio.create_task(value(6))
    for f in (
        lambda: task.cancel(1, 2),
        lambda: task.cancel(message=1),
        lambda: asyncio.create_task(value(0), "name"),
        lambda: asyncio.create_task(value(0), title="name"),
        lambda: asyncio.create_task(),
        lambda: asyncio.create_task(1, name="one"),
        lambda: task.set_name(),
        lambda: asyncio.Task.result(1),
    ):
        try:
            f()
            print("no")
        except TypeError:
            print("TypeError")
    await task


async def main():
    asyncio.get_event_loop().set_exception_handler(handler)
    await failing_callbacks()
    await by_hand()
    await no_memory()
    await odd_callbacks()
    await arguments()


asyncio.run(main())
