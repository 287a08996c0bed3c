# A task runs a loop within its turn, and is cancelled and resumed there: that ends it, as a generator cannot be resumed while it
# runs. All learn of that once, though its code goes on to another end.
import asyncio


async def nested():
    me = asyncio.current_task()

    async def cancels():
        me.cancel()
        # The loop ends when the other one has ended, but has not had the turn in which others are told.
        await asyncio.sleep_ms(0)

    asyncio.run(cancels())
    print("goes on", me.done())
    return "another end"


async def main():
    task = asyncio.create_task(nested())
    task.add_done_callback(lambda task: print("callback", type(task.exception()).__name__))
    done, pending = await asyncio.wait([task], timeout=0.5)
    print(len(done), len(pending))
    try:
        async with asyncio.timeout(0.5):
            async with asyncio.TaskGroup() as group:
                group.create_task(nested())
    except asyncio.ExceptionGroup as error:
        print([type(exception).__name__ for exception in error.exceptions])


asyncio.run(main())
