# Which message a task gets that is cancelled more than once before its turn: who waits gets the first one, who is ready the last one.
import asyncio


async def ends(task):
    try:
        await task
    except asyncio.CancelledError as error:
        print(error.args, task.cancelled(), task.cancelling())


async def sleeps():
    await asyncio.sleep(5)


async def yields():
    while True:
        await asyncio.sleep(0)


async def goes_on(future):
    # It is ready, and not taken out of a wait.
    await future
    await asyncio.sleep(5)


async def not_begun():
    for messages in (("one", "two"), ("one", "two", "three"), ("one", None)):
        task = asyncio.create_task(sleeps())
        for message in messages:
            print(task.cancel(message))
        await ends(task)
    task = asyncio.create_task(sleeps(), name="named")
    task.cancel()
    task.cancel("two")
    await ends(task)


async def ready():
    task = asyncio.create_task(yields())
    await asyncio.sleep(0)
    task.cancel("one")
    task.cancel("two")
    await ends(task)
    future = asyncio.get_running_loop().create_future()
    task = asyncio.create_task(goes_on(future))
    await asyncio.sleep(0)
    future.set_result(1)
    task.cancel("one")
    task.cancel("two")
    await ends(task)


async def waiting():
    queue, event = asyncio.Queue(), asyncio.Event()
    for wait in (sleeps, queue.get, event.wait, asyncio.Semaphore(0).acquire):
        task = asyncio.create_task(wait())
        await asyncio.sleep(0)
        task.cancel("one")
        task.cancel("two")
        await ends(task)


async def one_after_the_other():
    # Who has got one message gets the next one, too.
    async def holds_out():
        for _ in range(2):
            try:
                await asyncio.sleep(5)
            except asyncio.CancelledError as error:
                print("got", error.args)

    task = asyncio.create_task(holds_out())
    for message in ("one", "two"):
        await asyncio.sleep(0)
        task.cancel(message)
        await asyncio.sleep(0)
    await task


async def main():
    for part in (not_begun, ready, waiting, one_after_the_other):
        print("--", part.__name__)
        await part()


asyncio.run(main())
