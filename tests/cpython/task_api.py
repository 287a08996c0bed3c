# What a task tells of itself, and whom it calls when it is done.
import asyncio


async def work(result=None, error=None, delay=0.005):
    await asyncio.sleep(delay)
    if error:
        raise error
    return result


def ask(task):
    for question in ("result", "exception"):
        try:
            print(question, getattr(task, question)())
        except asyncio.InvalidStateError as error:
            print(question, "InvalidStateError", error)
        except asyncio.CancelledError:
            print(question, "CancelledError")
        except ValueError as error:
            print(question, "ValueError", error)
    print(task.done(), task.cancelled())


async def outcomes():
    for error, cancels in ((None, False), (ValueError("own"), False), (None, True)):
        task = asyncio.create_task(work(42, error))
        ask(task)
        if cancels:
            task.cancel()
            print(task.done(), task.cancelled())
        await asyncio.gather(task, return_exceptions=True)
        ask(task)


async def callbacks():
    log = []

    def first(task):
        log.append(("first", task.done(), task is t))

    def second(task):
        log.append(("second", task.result()))

    t = asyncio.create_task(work(7))
    t.add_done_callback(first)
    t.add_done_callback(second)
    t.add_done_callback(first)
    print(t.remove_done_callback(print), log)
    await t
    print(log)
    await asyncio.sleep(0.02)
    print(log)
    t.add_done_callback(second)
    print(len(log))
    await asyncio.sleep(0.02)
    print(len(log))
    t = asyncio.create_task(work(8))
    log.clear()
    t.add_done_callback(first)
    t.add_done_callback(first)
    t.add_done_callback(second)
    print(t.remove_done_callback(first))
    await t
    await asyncio.sleep(0.02)
    print(log)
    t = asyncio.create_task(work(8))
    t.add_done_callback(lambda task: log.append(task.cancelled()))
    await asyncio.sleep(0)
    t.cancel()
    await asyncio.sleep(0.02)
    print(log)


async def others():
    async def function():
        pass

    coro = function()
    task = asyncio.create_task(coro)
    print(task.get_coro() is coro, asyncio.iscoroutine(coro), asyncio.iscoroutine(function), asyncio.iscoroutine(5))
    print(asyncio.iscoroutinefunction(function), asyncio.iscoroutinefunction(print))
    print(asyncio.ensure_future(task) is task, asyncio.get_running_loop() is asyncio.get_event_loop())
    await task
    print(await asyncio.ensure_future(work("ensured")))


async def main():
    for part in (outcomes, callbacks, others):
        print(part.__name__)
        await part()
    try:
        raise asyncio.InvalidStateError("message")
    except Exception as error:
        print(error)


asyncio.run(main())
try:
    asyncio.get_running_loop()
except RuntimeError as error:
    print(error)
