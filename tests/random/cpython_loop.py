# CPython's event loop with a clock that moves only when a program waits, as clock.c lets MicroPython's. Runs in CPython.
import asyncio
import collections
import gc
import os
import selectors
import signal
import sys

exit = os._exit


def alarm(seconds):
    # Of the processor's time, as in clock.c.
    signal.setitimer(signal.ITIMER_PROF, seconds)


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


def new_loop():
    # Rule "collected": CPython closes the coroutines of tasks that nobody can wake when it collects them. Their `finally` blocks then
    # run at some moment of this program or of a later one, whose loop does what they ask for. Here nothing runs when that happens.
    gc.disable()
    gc.collect()
    return Loop()


def run(coro):
    # Unlike asyncio.run it leaves the tasks as they are that are not done, as ours does.
    loop = new_loop()
    asyncio.set_event_loop(loop)
    try:
        return loop.run_until_complete(coro)
    finally:
        loop.close()


def new_runner():
    return asyncio.Runner(loop_factory=new_loop)


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


class Lock(asyncio.Lock):
    """Rule "out of line": who is cancelled is out of the line at once. CPython's release looks at the first only, and one that is cancelled
    wakes the next one at its turn."""

    def _wake_up_first(self):
        for future in self._waiters or ():
            if not future.cancelled():
                if not future.done():
                    future.set_result(True)
                break


# A Condition makes its own.
asyncio.Lock = asyncio.locks.Lock = Lock


class Condition(asyncio.Condition):
    """Rule "notified": one that is cancelled passes on a notification if it has got one. CPython's passes on nothing before 3.13, and since
    then it wakes another one in any case."""

    def __init__(self, lock=None):
        super().__init__(lock)
        self._waiters = Waiters()

    def notify(self, n=1):
        if not self.locked():
            raise RuntimeError("cannot notify on un-acquired lock")
        super()._notify(n)

    # Called by `wait` only, which is cancelled.
    def _notify(self, n):
        if asyncio.current_task() in self._waiters.notified:
            super()._notify(n)


class Waiters(collections.deque):
    def __init__(self):
        super().__init__()
        self.notified = set()

    def append(self, future):
        self.notified.discard(asyncio.current_task())
        super().append(future)

    def remove(self, future):
        super().remove(future)
        if not future.cancelled():
            self.notified.add(asyncio.current_task())


class BarrierCondition(asyncio.Condition):
    """That of a barrier, which ours has no need of. Whom it wakes once too often changes places with others."""

    def notify(self, n=1):
        super()._notify(n)

    def _notify(self, n):
        pass


if sys.version_info >= (3, 13):
    asyncio.Condition, asyncio.locks.Condition = Condition, BarrierCondition
