# A member of a TaskGroup stands in a queue of the program's that does not let it go: the others are cancelled all the same, and the
# group waits for that one as it is.
import asyncio


class Queue:
    def remove(self, task):
        raise OSError("stays")


class Stay:
    # Waits in the queue until it is let go.
    def __init__(self):
        self.begun = False

    def __iter__(self):
        return self

    def __next__(self):
        if self.begun:
            raise StopIteration
        self.begun = True
        self.task = asyncio.current_task()
        self.task.data = Queue()

    def go(self):
        asyncio.core._task_queue.push(self.task)


async def main(fails_in_block):
    stay, log = Stay(), []

    async def foreign():
        await stay
        log.append("the foreign one ends")

    async def waits(name):
        try:
            await asyncio.sleep(10)
        except asyncio.CancelledError:
            log.append(name + " cancelled")
            raise

    async def fails():
        await asyncio.sleep_ms(1)
        raise ValueError("own")

    async def later():
        # Not after a time: on a machine that stands still for so long that would be before the others are cancelled.
        while len(log) < 2:
            await asyncio.sleep_ms(1)
        # What the group does behind that, it does in these turns.
        for _ in range(10):
            await asyncio.sleep_ms(1)
        log.append("let it go")
        stay.go()

    other = asyncio.create_task(later())
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(waits("before"))
            group.create_task(foreign())
            group.create_task(waits("behind"))
            if fails_in_block:
                await asyncio.sleep_ms(1)
                raise ValueError("own")
            group.create_task(fails())
            await asyncio.sleep(10)
    except asyncio.ExceptionGroup as error:
        print(error.exceptions)
    print(log)
    await other


asyncio.run(main(False))
asyncio.run(main(True))
