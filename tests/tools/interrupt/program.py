# What __main__.py interrupts: operations on the library's lists, each between two signals that it looks for, and after each
# of them the question whether every task can still be reached.
import asyncio, ffi, sys

libc = ffi.open("libc.so.6")
kill = libc.func("i", "kill", "ii")
me = libc.func("i", "getpid", "")()
SIGUSR2, SIGURG = 12, 23
N = 3


class World:
    def __init__(self):
        self.event, self.flag, self.lock = asyncio.Event(), asyncio.ThreadSafeFlag(), asyncio.Lock()
        self.ended = []
        self.begun = 0

    async def worker(self, wait):
        self.begun += 1
        try:
            await wait()
        finally:
            self.ended.append(wait)

    def start(self, wait):
        return asyncio.create_task(self.worker(wait))

    async def begin(self):
        await self.lock.acquire()
        waits = [self.event.wait] * N + [self.flag.wait, self.lock.acquire]
        self.tasks = [self.start(wait) for wait in waits]
        self.sleepers = [self.start(lambda: asyncio.sleep_ms(5000)) for _ in range(N)]
        await asyncio.sleep_ms(0)

    # Whatever happened, those that began have to end.
    async def end(self):
        for _ in range(30):
            self.event.set()
            self.flag.set()
            if self.lock.locked():
                self.lock.release()
            for task in self.sleepers:
                task.cancel()
            await asyncio.sleep_ms(0)
            if len(self.ended) == self.begun:
                return True
        return False


def outside(world):
    world.sleepers[1].cancel()
    world.start(world.event.wait)
    world.flag.set()
    world.event.set()
    world.event.clear()
    world.lock.release()


async def hop(world):
    tasks = [world.start(world.event.wait), world.start(lambda: asyncio.sleep_ms(0))]
    await asyncio.sleep_ms(0)
    world.flag.set()
    world.sleepers[0].cancel()
    world.event.set()
    await asyncio.wait_for_ms(tasks[0], 1000)
    await asyncio.gather(*tasks)


def inside(world):
    asyncio.run(hop(world))


def end(world):
    while True:
        try:
            return asyncio.run(world.end())
        except KeyboardInterrupt:
            # Of a task that the signal has ended and that another one awaits.
            pass


operation = {"outside": outside, "inside": inside}[sys.argv[1]]
while True:
    asyncio.new_event_loop()
    asyncio.get_event_loop().set_exception_handler(lambda loop, context: None)
    world = World()
    asyncio.run(world.begin())
    interrupted = False
    kill(me, SIGUSR2)
    try:
        try:
            operation(world)
        finally:
            # A jump, at which what is pending is raised.
            for _ in range(2):
                pass
    except KeyboardInterrupt:
        interrupted = True
    kill(me, SIGURG)
    print("interrupted" if interrupted else "whole", "complete" if end(world) else "LOST")
