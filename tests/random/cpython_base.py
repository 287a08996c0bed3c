# What the random programs that CPython judges stand on: time, the log, tasks, futures and callbacks. Runs in MicroPython and in CPython.
#
# Where the two are known to differ nothing is done, or done so that it does not show. Each such place names its rule; README.md in
# this folder lists them. The rules look only at what the program has done, so they decide alike on both.
import asyncio, sys

if sys.implementation.name == "micropython":
    import time
    from host import set_clock, alarm, exit

    run = asyncio.run
    new_runner = asyncio.Runner
    now_ms = time.ticks_ms
    TaskGroup = asyncio.TaskGroup
    IS_OURS = True
else:
    from cpython_loop import run, new_runner, now_ms, alarm, exit, TaskGroup

    IS_OURS = False

QueueShutDown = getattr(asyncio, "QueueShutDown", asyncio.QueueEmpty)  # CPython has it since 3.13.
END_S = 20  # A program that takes longer has no end.
LIVES = 40  # Tasks of a program, at most.
LINES = 2000
UNIT = 256  # Milliseconds; more than an aside has a number.
SEVERAL = 3


class Named(asyncio.Future):
    pass


class Base:
    def __init__(self, seed):
        self.seed = seed
        self.lines = []
        self.closed = False
        self.tasks = []  # Those that programs find.
        self.names = {}
        self.kept = []  # All that has a name, so that no other object gets its id.
        self.asleep = set()
        self.made = []  # All tasks but the main one.
        self.taken = set()  # Milliseconds at which something is due.
        self.waits_for = {}  # Which task a task awaits, by their ids.
        self.handles = []
        self.depth = 0  # Of callbacks.

    def begin(self):
        # Counted, so that each program's tasks are noted or are not.
        self.counts = self.seed % 3 != 0
        self.start = now_ms()
        self.futures = [None] * SEVERAL
        for i in range(SEVERAL):
            self.new_future(i)
        self.queues = [asyncio.Queue(1), asyncio.LifoQueue(2), asyncio.PriorityQueue()]
        self.semaphores = [asyncio.Semaphore(1), asyncio.BoundedSemaphore(2)]
        self.condition = asyncio.Condition()
        self.changes = 0
        self.barriers = [asyncio.Barrier(2), asyncio.Barrier(3)]
        self.event = asyncio.Event()
        asyncio.get_running_loop().set_exception_handler(self.handle)

    # --- the log

    def name(self, thing):
        return self.names.get(id(thing), "?")

    def give_name(self, thing, name):
        self.kept.append(thing)
        # Rule "derived": of a derived class CPython gives callbacks the whole, ours the built-in part.
        if not isinstance(thing, Named):
            self.names[id(thing)] = name
        return thing

    def log(self, what):
        if self.closed:
            return
        who = "-" if self.depth else self.name(asyncio.current_task())
        self.lines.append("%d %s %s" % (self.now(), who, what))
        if len(self.lines) >= LINES:
            # It may have no end: the process ends, and the next programs get another one.
            self.print()
            exit(3)

    def print(self):
        for line in self.lines:
            print(line)
        sys.stdout.flush() if not IS_OURS else None

    def show(self, value):
        if isinstance(value, BaseException):
            if isinstance(value, asyncio.CancelledError):
                # Rule "message": CPython gives the message of a cancelled task to the first who asks only.
                return "CancelledError"
            parts = getattr(value, "exceptions", None)
            return "%s(%s)" % (type(value).__name__, self.show(list(parts or value.args[:1]))[1:-1])
        if isinstance(value, (list, tuple)):
            return "[%s]" % " ".join(self.show(v) for v in value)
        if id(value) in self.names:
            return self.names[id(value)]
        # The text of a Lock is upstream's.
        return "?" if isinstance(value, Named) else str(value).replace("Lock is not acquired.", "Lock not acquired")

    def caught(self, er):
        # Rule "counted": what was cancelled before anything was noted of a task is not counted. There nothing is left to count.
        while not self.counts and asyncio.current_task().uncancel():
            pass
        if isinstance(er, asyncio.CancelledError):
            self.log("caught CancelledError %s" % (er.args,))
        else:
            self.log("caught " + self.show(er))

    def handle(self, loop, context):
        if context["message"].startswith("Exception in callback"):
            self.depth += 1
            self.log("handler " + self.show(context["exception"]))
            self.depth -= 1

    # --- time

    def now(self):
        return now_ms() - self.start

    def due(self, n):
        # Rule "one at a time": no two things are due at the same time. They are at whole units of it.
        at = self.now() // UNIT + n
        while at in self.taken:
            at += 1
        self.taken.add(at)
        # A little more, so that it is no millisecond less as a float.
        return (at * UNIT - self.now()) / 1000 + 1e-7

    def at(self, n):
        return asyncio.get_running_loop().time() + self.due(n)

    async def settle(self, number):
        # Rule "settled": after some calls of upstream's a task goes on at a part of a unit that is its own.
        await asyncio.sleep((UNIT - (self.now() - number) % UNIT) / 1000)

    async def sleep(self, ms):
        self.asleep.add(asyncio.current_task())
        await asyncio.sleep(self.due(ms))
        self.asleep.discard(asyncio.current_task())
        self.log("slept")

    async def step(self):
        await asyncio.sleep(0)
        self.log("stepped")

    # --- tasks

    def new_task(self, coro, create, name):
        task = self.give_name(create(coro), name)
        self.made.append(task)
        if self.counts:
            task.cancelling()
        return task

    def spawn(self, k, group=None):
        if len(self.tasks) >= LIVES:
            return
        coro = self.functions[k % len(self.functions)](self)
        name = "t%d" % len(self.tasks)
        try:
            self.tasks.append(self.new_task(coro, (group or asyncio).create_task, name))
            self.log("spawns " + name)
        except RuntimeError as er:
            coro.close()
            self.log("RuntimeError")

    def task(self, i):
        return self.tasks[i % len(self.tasks)] if self.tasks else None

    def other(self, i):
        task = self.task(i)
        return None if not self.depth and task is asyncio.current_task() else task

    def cancel(self, i, *msg):
        # Rule "oneself": upstream's tasks cannot cancel themselves, also not by way of one that awaits them.
        task = self.other(i)
        if task and (self.depth or not self.waits_for_me(task)):
            self.log("cancels %s %s %s" % (self.name(task), msg, task.cancel(*msg)))

    def cancelling(self, i):
        if self.task(i) and self.counts:
            self.log("%s cancelling %d" % (self.name(self.task(i)), self.task(i).cancelling()))

    def uncancel(self, i):
        if self.task(i) and self.counts:
            self.log("%s uncancel %d" % (self.name(self.task(i)), self.task(i).uncancel()))

    def outcome(self, future):
        if not future.done():
            try:
                future.result()
            except asyncio.InvalidStateError:
                return "not done"
        try:
            er = future.exception()
            return self.show(future.result()) if er is None else self.show(er)
        except asyncio.CancelledError:
            return "CancelledError"

    def look(self, i):
        task = self.task(i)
        if task:
            self.log("%s %s %s %s" % (self.name(task), task.done(), task.cancelled(), self.outcome(task)))

    def all_tasks(self):
        # Rule "reachable": ours has no tasks that nobody can wake, such as those that wait for each other.
        if not self.depth:
            self.log(sorted(self.name(task) for task in asyncio.all_tasks() if task in self.asleep))

    def waits_for_me(self, task):
        # Tasks that await each other: cancelling one never ends.
        for _ in range(LIVES):
            if task is asyncio.current_task():
                return True
            task = self.waits_for.get(id(task))
        return task is not None

    async def awaits(self, task, awaitable):
        me = id(asyncio.current_task())
        self.waits_for[me] = task
        try:
            return await awaitable
        finally:
            del self.waits_for[me]

    async def got(self, what, future, awaitable):
        self.log("%s %s" % (what, self.name(future)))
        try:
            self.log("got " + self.show(await self.awaits(future, awaitable)))
        except asyncio.CancelledError:
            # Rule "message".
            raise asyncio.CancelledError

    async def join(self, i):
        task = self.other(i)
        if task and not self.waits_for_me(task):
            await self.got("joins", task, task)

    async def shield(self, i):
        task = self.other(i)
        if task and not self.waits_for_me(task):
            await self.got("shields", task, asyncio.shield(task))

    # --- callbacks, futures and handles

    def call(self, k, argument):
        self.depth += 1
        try:
            self.log("called %d %s" % (k, self.name(argument)))
            if k == 0:
                self.cancel(len(self.lines))
            elif k == 1:
                self.event.set()
            elif k == 2:
                self.set_result(len(self.lines) % SEVERAL, k)
            elif k == 3:
                raise ValueError("callback")
            elif k == 4:
                self.spawn(len(self.lines))
            elif k == 5:
                self.put_nowait(len(self.lines) % SEVERAL, k)
            elif k == 6:
                self.get_nowait(len(self.lines) % SEVERAL)
            elif k == 7:
                self.release(self.semaphores[0])
            elif k == 8 and len(self.handles) < LIVES:
                self.call_soon(9)
        finally:
            self.depth -= 1

    def callbacks(self, k):
        # The same object each time, so that it can be removed.
        return getattr(self, "call_%d" % (k % 4))

    def call_0(self, future):
        self.call(9, future)

    def call_1(self, future):
        self.call(0, future)

    def call_2(self, future):
        self.call(3, future)

    def call_3(self, future):
        self.call(10, future)

    def add_callback(self, future, k):
        if not future or self.closed:
            return
        if k < 6:
            future.add_done_callback(self.callbacks(k))
        else:
            future.add_done_callback(lambda future: self.call(k - 6, future))

    def remove_callback(self, future, k):
        if future:
            self.log("removed %d" % future.remove_done_callback(self.callbacks(k)))

    def new_future(self, i):
        if self.futures[i] is None or self.futures[i].done():
            make = (asyncio.Future, Named, asyncio.get_running_loop().create_future)[len(self.kept) % 3]
            self.futures[i] = self.give_name(make(), "u%d" % len(self.kept))

    def attempt(self, what, function, *args):
        try:
            self.log("%s %s" % (what, function(*args)))
        except (asyncio.InvalidStateError, ValueError, RuntimeError, asyncio.QueueFull, asyncio.QueueEmpty, QueueShutDown) as er:
            self.log("%s %s" % (what, type(er).__name__))

    def set_result(self, i, value):
        self.attempt("sets " + self.name(self.futures[i]), self.futures[i].set_result, value)

    def set_exception(self, i, er):
        self.attempt("fails " + self.name(self.futures[i]), self.futures[i].set_exception, er)

    def cancel_future(self, i, msg):
        self.attempt("cancels " + self.name(self.futures[i]), self.futures[i].cancel, msg)

    async def await_future(self, i):
        await self.got("awaits", self.futures[i], self.futures[i])

    def add_handle(self, call, *args):
        if len(self.handles) < LIVES:
            self.handles.append(call(*args))

    def call_soon(self, k):
        self.add_handle(asyncio.get_running_loop().call_soon, self.call, k, None)

    def call_later(self, ms, k):
        self.add_handle(asyncio.get_running_loop().call_later, self.due(ms) if ms else 0, self.call, k, None)

    def call_at(self, ms, k):
        self.add_handle(asyncio.get_running_loop().call_at, self.at(ms), self.call, k, None)

    def cancel_handle(self, i):
        if self.handles:
            handle = self.handles[i % len(self.handles)]
            self.log("handle %s %s %s" % (handle.cancelled(), handle.cancel(), handle.cancelled()))
