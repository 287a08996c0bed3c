# Runs in MicroPython: runs a program again and again, each time with another allocation that fails, and looks at what has
# become of its tasks.
#
#   micropython sweep.py <file>.<program> <mode> <first> <stride> <MicroPython's tree>
#   import sweep; sweep.main("<file>.<program>", "<mode>", first, stride)     on a board, where all of it is frozen
import asyncio, failmem, gc, sys

# How many that follow fail, too, and every which of them.
MODES = {
    "once": (1, 1),
    "thrice": (3, 1),
    "on": (failmem.FOREVER, 1),
    "second": (failmem.FOREVER, 2),
    "third": (failmem.FOREVER, 3),
    "seventh": (failmem.FOREVER, 7),
}
N_TASKS = 8
RUNNING, ENDED = "running", "ended"


class World:
    """The tasks of one run of a program. Everything that the judge needs to remember has its place before memory fails."""

    def __init__(self):
        self.coroutines = [None] * N_TASKS
        self.ends = [None] * N_TASKS
        self.awaits = [False] * N_TASKS
        self.tasks = [None] * N_TASKS
        self.n = 0
        self.at_end = [None] * N_TASKS
        self.may_be_reset = False
        # Whether the library does without what it lacks memory for.
        self.goes_without = False
        self.locks = [None] * 2
        self.closing = [None] * 6
        self.given = None

    def watch(self, function, *args):
        """A coroutine that never fails; how it ended is remembered."""
        i = self.n
        self.n = i + 1
        coroutine = self.coroutines[i] = self._watched(i, function, args)
        return coroutine

    async def _watched(self, i, function, args):
        self.ends[i] = RUNNING
        try:
            await function(*args)
            self.ends[i] = ENDED
        except BaseException as exception:
            self.ends[i] = type(exception)
        finally:
            if self.at_end[i]:
                self.at_end[i]()

    def start(self, function, *args):
        task = asyncio.create_task(self.watch(function, *args))
        self.tasks[self.n - 1] = task
        return task

    def start_closing(self, close, function, *args):
        """The same; whatever becomes of it, `close` tells the other end."""
        try:
            coroutine = self.watch(function, *args)
            self.at_end[self.n - 1] = close
            self.tasks[self.n - 1] = asyncio.create_task(coroutine)
        except MemoryError:
            close()
            raise

    def may_fail_with(self, i=-1):
        """The task that was watched last awaits what is not watched: it may get the MemoryError of that."""
        self.awaits[self.n + i] = True

    def close(self):
        for i in range(len(self.closing)):
            if self.closing[i] is not None:
                self.closing[i].close()
                self.closing[i] = None


async def main_task(world, program):
    try:
        await program(world)
    finally:
        for task in world.tasks:
            if task is not None:
                try:
                    await task
                except asyncio.CancelledError:
                    # It was cancelled before it began.
                    pass


async def settle(world):
    for _ in range(300):
        for end in world.ends:
            if end is RUNNING:
                break
        else:
            break
        await asyncio.sleep_ms(1)
    # Other tasks end, and the exceptions that nobody has retrieved are reported.
    for i in range(30):
        await asyncio.sleep_ms(i // 10)
        if asyncio.core._task_queue.peek() is None:
            break


async def fresh():
    event, lock = asyncio.Event(), asyncio.Lock()

    async def child():
        async with lock:
            await event.wait()
        return 42

    task = asyncio.create_task(child())
    await asyncio.sleep_ms(0)
    event.set()
    await asyncio.wait_for_ms(task, 1000)
    return await asyncio.gather(child(), asyncio.wait_for_ms(event.wait(), 1000))


def judge(world, failure):
    """What is wrong after a run, or None."""
    others = 0
    blamed = []
    for i in range(min(failmem.raised(), 16)):
        coroutine = failmem.blamed(i)
        if coroutine is not None and coroutine in world.coroutines:
            blamed.append(world.coroutines.index(coroutine))
        else:
            others += 1
    if failure is not None and not isinstance(failure, MemoryError):
        return "run raised %r" % failure
    if failure is not None and not others:
        return "run raised what belongs to task %r" % blamed
    try:
        asyncio.run(settle(world))
    except MemoryError:
        return "MemoryError with memory"
    for i in range(N_TASKS):
        end = world.ends[i]
        if end is RUNNING:
            return "task %d does not end" % i
        if end is MemoryError and i not in blamed and not (world.awaits[i] and (others or blamed)):
            return "task %d got a MemoryError of %r" % (i, blamed or "nobody")
        # Without any memory there is one exception object for all, and a later one takes it over.
        if end is not MemoryError and i in blamed and end is not None and failmem.failed() <= 3 and not world.goes_without:
            return "task %d lost its MemoryError: %r" % (i, end)
        if end is OSError and world.may_be_reset:
            continue
        if end not in (None, ENDED, MemoryError, asyncio.CancelledError, asyncio.TimeoutError):
            return "task %d ended with %r" % (i, end)
    for lock in world.locks:
        if lock is not None and lock.locked():
            return "lock held"
    world.close()
    if asyncio.core._task_queue.peek() is not None:
        return "task queue not empty"
    # With anything in a queue this would wait, for ever perhaps.
    asyncio.core.run_until_complete()
    if asyncio.run(fresh()) != [42, True]:
        return "fresh run"
    return None


def run(program, prepare, n, times, every, run_main):
    world = World()
    if prepare:
        prepare(world)
    main = world.watch(main_task, world, program)
    failure = None
    failmem.fail_at(n, times, every)
    try:
        run_main(main)
    except BaseException as exception:
        failure = exception
    failmem.off()
    return judge(world, failure)


def descriptors():
    if sys.platform != "linux":
        return 0
    import os

    return len(list(os.ilistdir("/proc/self/fd")))


def main(name, mode, first, stride):
    file, function = name.split(".")
    module = __import__(file)
    program, prepare, run_main = getattr(module, function), getattr(module, "prepare", None), getattr(module, "run", asyncio.run)
    asyncio.run(asyncio.sleep_ms(2))
    for _ in range(3):
        wrong = run(program, prepare, 1 << 30, 1, 1, run_main)
        assert wrong is None, wrong
    gc.collect()
    used, open_before = gc.mem_alloc(), descriptors()
    n, points, failures = first, 0, 0
    while True:
        print("at", n)
        wrong = run(program, prepare, n, *MODES[mode], run_main)
        if not failmem.failed():
            break
        points += 1
        if wrong:
            failures += 1
            print("FAIL", n, wrong)
            asyncio.new_event_loop()
        n += stride
        if points % 16 == 0:
            gc.collect()
    gc.collect()
    lost = descriptors() - open_before
    # The library has a record for each number.
    kept = gc.mem_alloc() - used - 200 * lost
    if hasattr(module, "PORT_LOSES"):
        # How often its allocations fail is known only if one fails at a time.
        lost = lost - module.PORT_LOSES[function] if mode == "once" else 0
    print("done", kept, max(lost, 0))


if __name__ == "__main__":
    sys.path.insert(0, __file__.rsplit("/", 1)[0] + "/programs")
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
