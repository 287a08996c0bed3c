# CPython before 3.13, which makes a RuntimeError of a StopIteration that is set.
# Future: what others wait for, and a program says how it ends.
import asyncio


def ask(future):
    for question in ("result", "exception"):
        try:
            print(question, getattr(future, question)())
        except asyncio.InvalidStateError as error:
            print(question, "InvalidStateError", error)
        except asyncio.CancelledError:
            print(question, "CancelledError")
        except ValueError as error:
            print(question, "ValueError", error)
    print(future.done(), future.cancelled())


async def wait(future, name):
    try:
        print(name, await future)
    except asyncio.CancelledError:
        print(name, "cancelled")
        raise
    except Exception as error:
        print(name, type(error).__name__, error)


async def ends():
    loop = asyncio.get_running_loop()
    for make in (loop.create_future, asyncio.Future):
        future = make()
        print(isinstance(future, asyncio.Future), future.get_loop() is loop)
        ask(future)
        future.set_result(1)
        ask(future)
        for again in (future.set_result, future.set_exception):
            try:
                again(ValueError())
            except asyncio.InvalidStateError:
                print("InvalidStateError")
        print(future.cancel())
        print(await future, await future)
    for exception in (ValueError("instance"), ValueError):
        future = loop.create_future()
        future.set_exception(exception)
        ask(future)
        for _ in range(2):
            await wait(future, "failed")
    future = loop.create_future()
    try:
        future.set_exception(StopIteration(1))
    except (TypeError, RuntimeError):
        print("not a StopIteration")
    print(future.cancel(), future.cancel())
    ask(future)


async def several():
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    tasks = [asyncio.create_task(wait(future, name)) for name in "abc"]
    await asyncio.sleep(0)
    print("nobody yet")
    future.set_result("value")
    print("set")
    await asyncio.gather(*tasks)
    future = loop.create_future()
    tasks = [asyncio.create_task(wait(future, name)) for name in "ab"]
    await asyncio.sleep(0)
    future.set_exception(ValueError("for both"))
    await asyncio.gather(*tasks)
    future = loop.create_future()
    tasks = [asyncio.create_task(wait(future, name)) for name in "ab"]
    await asyncio.sleep(0)
    # Who is cancelled cancels what it waits for, and so the others.
    tasks[0].cancel()
    print(await asyncio.gather(*tasks, return_exceptions=True) is not None, future.cancelled(), tasks[1].cancelled())
    # Unless it is shielded.
    future = loop.create_future()
    task = asyncio.create_task(wait(asyncio.shield(future), "shielded"))
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.sleep(0.01)
    print(future.done())
    future.set_result(0)


async def with_others():
    loop = asyncio.get_running_loop()

    def soon(value):
        future = loop.create_future()
        loop.call_later(0.01 * value, future.set_result, value)
        return future

    print(await asyncio.gather(soon(2), soon(1)))
    print(await asyncio.wait_for(soon(1), 1))
    future = loop.create_future()
    try:
        await asyncio.wait_for(future, 0.01)
    except asyncio.TimeoutError:
        print("timeout", future.cancelled())
    done, pending = await asyncio.wait([soon(1), loop.create_future()], timeout=0.03)
    print([future.result() for future in done], len(pending))
    print(asyncio.ensure_future(future) is future)
    try:
        async with asyncio.timeout(0.01):
            await loop.create_future()
    except asyncio.TimeoutError:
        print("timeout")
    try:
        asyncio.create_task(future)
    except TypeError:
        print("no coroutine")


async def callbacks():
    loop = asyncio.get_running_loop()
    log = []
    future = loop.create_future()
    future.add_done_callback(lambda future: log.append(future.result()))
    future.add_done_callback(log.append)
    print(future.remove_done_callback(log.append))
    future.set_result(5)
    print(log)
    await asyncio.sleep(0)
    print(log)
    future.add_done_callback(lambda future: log.append("late"))
    await asyncio.sleep(0)
    print(log)
    future = loop.create_future()
    future.add_done_callback(lambda future: log.append(future.cancelled()))
    future.cancel()
    await asyncio.sleep(0)
    print(log)


async def order():
    # Those who wait and those who are called come in the order in which they asked.
    log = []
    future = asyncio.Future()

    async def waiter(name):
        await future
        log.append(name)

    first = asyncio.create_task(waiter("first"))
    await asyncio.sleep(0)
    second = asyncio.create_task(waiter("second"))
    await asyncio.sleep(0)
    future.set_result(None)
    third = asyncio.create_task(waiter("third"))
    await asyncio.gather(first, second, third)
    print(log)


async def main():
    for part in (ends, several, with_others, callbacks, order):
        print("--", part.__name__)
        await part()


asyncio.run(main())
