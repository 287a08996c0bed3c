# Who waits for an Event or a Lock, as upstream's shows it: a queue of tasks.
import asyncio
from asyncio import core


async def wait(event, name):
    await event.wait()
    print(name, "goes on")


async def hold(lock, name):
    async with lock:
        print(name, "has it")
        await asyncio.sleep_ms(0)


class Mine(asyncio.Event):
    # As upstream's wait, that tells.
    def wait(self):
        if not self.state:
            self.waiting.push(core.cur_task)
            core.cur_task.data = self.waiting
            print("waits")
            yield
        return True


async def main():
    event = asyncio.Event()
    print(event.waiting.peek(), event.waiting is event.waiting)
    tasks = [asyncio.create_task(wait(event, n)) for n in range(4)]
    await asyncio.sleep_ms(0)
    print(event.waiting.peek() is tasks[0], bool(event.waiting))
    # One is woken alone, one is taken out and cancelled.
    core._task_queue.push(event.waiting.pop())
    event.waiting.remove(tasks[1])
    print(event.waiting.peek() is tasks[2])
    event.waiting.push(tasks[1])
    tasks[1].data = event.waiting
    await asyncio.sleep_ms(0)
    print(tasks[1].cancel(), event.waiting.peek() is tasks[2])
    event.set()
    print(event.waiting.peek())
    print(await asyncio.gather(*tasks, return_exceptions=True))
    try:
        event.waiting.pop()
    except IndexError:
        print("nobody")

    lock = asyncio.Lock()
    print(lock.waiting.peek())
    tasks = [asyncio.create_task(hold(lock, n)) for n in range(2)]
    await asyncio.sleep_ms(0)
    print(lock.waiting.peek() is tasks[1])
    await asyncio.gather(*tasks)
    print(lock.waiting.peek())

    mine = Mine()
    tasks = [asyncio.create_task(wait(mine, n)) for n in range(3)]
    await asyncio.sleep_ms(0)
    print(mine.waiting.peek() is tasks[0], tasks[1].cancel())
    await asyncio.sleep_ms(0)
    mine.set()
    print(await asyncio.gather(*tasks, return_exceptions=True))

    # What a program stores there is its own.
    event.waiting = "mine"
    print(event.waiting, hasattr(asyncio.ThreadSafeFlag(), "waiting"))


asyncio.run(main())
