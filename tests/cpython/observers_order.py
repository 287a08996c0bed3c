# Who is told of the end of a task or future is told in the order of coming; callbacks cannot be taken back any more then.
import asyncio


def attempt(function, *args):
    try:
        return function(*args)
    except BaseException as error:
        return type(error).__name__, str(error)


async def shielded(name, future):
    try:
        print(name, await asyncio.shield(future))
    except asyncio.CancelledError:
        print(name, "cancelled")


async def waits(name, future):
    done, pending = await asyncio.wait([future])
    print(name, len(done), len(pending))


async def order():
    future = asyncio.Future()
    tasks = []
    for i in range(3):
        tasks.append(asyncio.create_task(shielded("shield %d" % i, future)))
        tasks.append(asyncio.create_task(waits("wait %d" % i, future)))
    await asyncio.sleep(0.01)
    tasks[2].cancel()
    await asyncio.sleep(0.01)
    future.set_result("end")
    await asyncio.gather(*tasks)


async def taken_back():
    future = asyncio.Future()

    def callback(future):
        print("called")

    future.add_done_callback(callback)
    print(future.remove_done_callback(callback), future.remove_done_callback(callback))
    future.add_done_callback(callback)
    future.set_result(1)
    print(future.remove_done_callback(callback))
    await asyncio.sleep(0.01)


class Refuses:
    def __call__(self, future):
        print("refuses")

    def __eq__(self, other):
        raise KeyError

    def __hash__(self):
        return 1


async def not_equal():
    future = asyncio.Future()
    future.add_done_callback(Refuses())
    print(attempt(future.remove_done_callback, Refuses())[0])
    future.set_result(None)
    await asyncio.sleep(0.01)


async def no_exception():
    future = asyncio.Future()
    for bad in (5, None, int, object(), "text"):
        print(attempt(future.set_exception, bad), future.done())
    future.set_exception(ValueError)
    print(repr(future.exception()))


for part in (order, taken_back, not_equal, no_exception):
    print(part.__name__)
    asyncio.run(part())
