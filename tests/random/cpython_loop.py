# CPython's event loop with a clock that moves only when a program waits, as clock.c lets MicroPython's. Runs in CPython.
import asyncio
import gc
import os
import selectors
import signal

exit = os._exit
alarm = signal.alarm


class Selector(selectors.SelectSelector):
    def __init__(self, loop):
        super().__init__()
        self.loop = loop

    def select(self, timeout=None):
        if timeout is None:
            print("the clock: a wait that nothing can end", flush=True)
            exit(97)
        self.loop.now += timeout
        return super().select(0)


class Loop(asyncio.SelectorEventLoop):
    def __init__(self):
        self.now = 1.0
        super().__init__(Selector(self))

    # A nanosecond for each look at it: what is due later was asked for later.
    def time(self):
        self.now += 1e-9
        return self.now


def run(coro):
    # Unlike asyncio.run it leaves the tasks as they are that are not done, as ours does.
    #
    # Rule "collected": CPython closes the coroutines of tasks that nobody can wake when it collects them. Their `finally` blocks then
    # run at some moment of this program or of a later one, whose loop does what they ask for. Here nothing runs when that happens.
    gc.disable()
    gc.collect()
    loop = Loop()
    asyncio.set_event_loop(loop)
    try:
        return loop.run_until_complete(coro)
    finally:
        loop.close()


def now_ms():
    return round(asyncio.get_running_loop().time() * 1000)


class Ordered(dict):
    def add(self, thing):
        self[thing] = None

    def discard(self, thing):
        self.pop(thing, None)


class TaskGroup(asyncio.TaskGroup):
    """One that cancels its tasks in their order; CPython's has them in a set, and so in none."""

    def __init__(self):
        super().__init__()
        self._tasks = Ordered()
