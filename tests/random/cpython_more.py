# What takes two steps at once, a CPython of 3.13, or a run of several parts.
from cpython_world import *
import os

# Whether CPython's is one of 3.13 or newer. On an older one its conditions lose what was notified, and its queues have no end.
NEW = os.getenv("RANDOM_NEW") == "1"


class More(World):
    def begin(self):
        super().begin()
        self.lock = asyncio.Lock()

    # Rule "notified".
    async def cond_wait(self):
        await (self.cond_wait_aside() if NEW else super().cond_wait())

    async def cond_wait_for(self, n):
        await (self.cond_wait_for_aside(n) if NEW else super().cond_wait_for(n))

    # --- ends of queues

    def shutdown(self, i, immediate):
        if NEW:
            self.log("shuts q%d" % i)
            self.queues[i].shutdown(immediate)

    async def put(self, i, value):
        try:
            await super().put(i, value)
        except QueueShutDown:
            self.log("put shut")

    async def get(self, i):
        try:
            await super().get(i)
        except QueueShutDown:
            self.log("get shut")

    # --- names

    def set_name(self, i, name):
        task = self.task(i)
        if task:
            task.set_name(name)
            self.log("%s is %s" % (self.name(task), task.get_name()))

    def spawn_named(self, k, name):
        if len(self.kept) < 3 * LIVES:
            coro = self.functions[k % len(self.functions)](self)
            task = self.new_task(coro, lambda coro: asyncio.create_task(coro, name=name), "n%d" % len(self.kept))
            self.tasks.append(task)
            self.log("spawns %s %s" % (self.name(task), task.get_name()))

    def ensure(self, i):
        future = self.futures[i]
        self.log(asyncio.ensure_future(future) is future or isinstance(future, Named))  # Rule "derived".

    # Rule "taken back".
    def uncancel(self, i):
        if NEW or self.task(i) is asyncio.current_task():
            super().uncancel(i)

    # --- several steps

    def uncancel(self, i):
        # Rule "taken back": since 3.13 that takes back what a task has not learned of yet.
        if NEW:
            super().uncancel(i)

    def cancel_twice(self, i, *messages):
        # Rule "first": a cancellation without a message makes no notes, and of a task without them ours keeps the first message.
        if self.counts:
            for message in messages:
                self.cancel(i, message)

    def cancel_both(self, i, j):
        self.cancel(i)
        self.cancel(j)

    async def shield_wait(self, i, ms):
        # The limit cancels the shield, and the task may be cancelled at the same time.
        task = self.other(i)
        if task and not self.waits_for_me(task):
            self.log("shields for a time " + self.name(task))
            try:
                async with asyncio.timeout(self.due(ms)):
                    self.log("got " + self.show(await self.awaits(task, asyncio.shield(task))))
            except asyncio.TimeoutError:
                self.log("timeout %s" % task.done())
            except asyncio.CancelledError:
                # Rule "message".
                raise asyncio.CancelledError

    async def shield_future(self, i):
        await self.got("shields", self.futures[i], asyncio.shield(self.futures[i]))

    async def wait_some(self, i, j, k, ms, until):
        futures = [self.futures[i]] + [task for task in self.others((j, k)) if task is not self.futures[i]]
        await self.wait_all(futures, self.due(ms) if ms else ms, until)

    async def async_for(self, numbers, ms):
        tasks = self.others(numbers)
        # Rule "in the order of a set".
        if not NEW or len([task for task in tasks if task.done()]) > 1:
            return
        self.log("async for " + self.show(tasks))
        try:
            async for task in asyncio.as_completed(tasks, timeout=self.due(ms) if ms else ms):
                self.log("completed %s %s" % (self.name(task), self.outcome(task)))
        except asyncio.TimeoutError:
            self.log("timeout")

    def timeout_at(self, ms):
        return asyncio.timeout_at(self.at(ms))

    def when(self, t):
        if t and t.when() is not None:
            self.log("when %d" % round(t.when() * 1000 - self.start))

    # --- callbacks

    def call_handler(self, k):
        loop = asyncio.get_running_loop()
        loop.call_exception_handler({"message": "Exception in callback", "exception": ValueError(k), "future": None})

    def call(self, k, argument):
        if k < 12:
            return super().call(k, argument)
        self.depth += 1
        try:
            self.log("called %d %s" % (k, self.name(argument)))
            i = len(self.lines) % SEVERAL
            if k == 12:
                self.set_exception(i, KeyError(k))
            elif k == 13:
                self.cancel_future(i, "c")
            elif k == 14:
                self.add_callback(self.futures[i], len(self.lines) % 12)
            elif k == 15:
                self.cancel_handle(len(self.lines))
            elif k == 16:
                self.cancel_both(len(self.lines), len(self.lines) // 2)
            elif k == 17:
                self.shutdown(i, False)
            elif k == 18 and len(self.handles) < LIVES:
                self.call_later(len(self.lines) % 3, 9)
            elif k == 19:
                self.new_future(i)
                raise KeyError("callback")
        finally:
            self.depth -= 1

    # --- the run

    async def part(self, ms):
        # One after the other in the same loop: those that are left go on in the next one.
        self.give_name(asyncio.current_task(), "part%d" % len(self.kept))
        await asyncio.sleep(self.due(ms))
        self.log("part")
        return len(self.kept)

    async def first(self, body):
        self.give_name(asyncio.current_task(), "first")
        self.begin()
        self.new_task(body(self), asyncio.create_task, "body")
        await asyncio.sleep(self.due(1))
        self.log("first")

    async def failing(self):
        await asyncio.sleep(self.due(1))
        raise ValueError("failing")

    async def last(self, ms):
        self.give_name(asyncio.current_task(), "last")
        await self.end(ms)

    def run_parts(self, functions, body, ms):
        self.prepare(functions)
        runner = new_runner()
        runner.run(self.first(body))
        self.lines.append("= %d" % (runner.run(self.part(2)) > 0))
        try:
            runner.run(self.failing())
        except ValueError as er:
            self.lines.append("= " + self.show(er))
        runner.run(self.last(ms))
        self.finish()
        # Rule "reachable": CPython's would wait for tasks that nobody can wake.
        if all(task.done() for task in self.kept if isinstance(task, asyncio.Task)):
            runner.close()
