# What fails in a call that comes from outside is no task's: the loop ends with it, and all tasks go on in the next run.
import asyncio

log = []


async def innocent():
    while True:
        log.append("turn")
        await asyncio.sleep_ms(0)


def fail(error):
    raise error


def handler(loop, context):
    raise ValueError("of the handler")


loop = asyncio.get_event_loop()
event = asyncio.Event()


async def main(error):
    loop.call_soon_threadsafe(fail, error)
    loop.call_soon_threadsafe(log.append, "the next call is made")
    loop.call_soon_threadsafe(event.set)
    await asyncio.sleep_ms(0)


task = loop.create_task(innocent())
for error in (SystemExit(1), KeyboardInterrupt(), RuntimeError()):
    log.clear()
    event.clear()
    if isinstance(error, RuntimeError):
        loop.set_exception_handler(handler)
    try:
        asyncio.run(main(error))
    except BaseException as error:
        print(type(error), error)
    print("the next call is made" in log, event.is_set(), task.done())
loop.set_exception_handler(None)


async def last():
    log.clear()
    await asyncio.sleep_ms(0)
    await asyncio.sleep_ms(0)
    print(task.done(), len(log) > 0)


asyncio.run(last())
