# wait and as_completed of one awaitable, where several are wanted.
import asyncio


async def main():
    async def one():
        await asyncio.sleep(0)
        return 1

    task, future = asyncio.create_task(one()), asyncio.Future()
    for argument in (task, future, asyncio.sleep(0), asyncio.Event().wait(), asyncio.Queue().get(), 5):
        for function in (asyncio.wait, asyncio.as_completed):
            try:
                result = function(argument)
                print(await result)
            except TypeError as error:
                print(type(error).__name__)
        if hasattr(argument, "close"):
            argument.close()
    # They were left alone.
    print(await task, future.done())


asyncio.run(main())
