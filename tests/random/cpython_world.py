# The rest of it: primitives, several tasks at once, and the run.
from cpython_base import *


class World(Base):
    # --- primitives

    async def put(self, i, value):
        self.log("puts q%d" % i)
        await self.queues[i].put(value)
        self.log("put %d" % self.queues[i].qsize())

    async def get(self, i):
        self.log("gets q%d" % i)
        self.log("item %s" % await self.queues[i].get())

    def put_nowait(self, i, value):
        self.attempt("put_nowait q%d" % i, self.queues[i].put_nowait, value)

    def get_nowait(self, i):
        self.attempt("get_nowait q%d" % i, self.queues[i].get_nowait)

    def task_done(self, i):
        self.attempt("task_done q%d" % i, self.queues[i].task_done)

    async def join_queue(self, i):
        self.log("joins q%d" % i)
        await self.queues[i].join()
        self.log("joined q%d" % i)

    async def acquire(self, what):
        self.log("wants")
        self.log("has %s" % await what.acquire())

    def release(self, what):
        self.attempt("releases", what.release)

    # Rule "notified": since 3.13 one that is notified and then cancelled notifies the next one, as ours does. Here nobody cancels one.
    async def cond_wait(self):
        await self.aside(self.cond_wait_aside())

    async def cond_wait_for(self, n):
        await self.aside(self.cond_wait_for_aside(n))

    async def cond_wait_aside(self):
        async with self.condition:
            self.log("waits")
            self.log("notified %s" % await self.condition.wait())

    async def cond_wait_for_aside(self, n):
        async with self.condition:
            goal = self.changes + n % 3
            self.log("waits for %d" % goal)
            self.log("has %s" % await self.condition.wait_for(lambda: self.changes >= goal))

    async def notify(self, n):
        async with self.condition:
            self.changes += 1
            self.log("notifies %s" % n)
            self.condition.notify_all() if n is None else self.condition.notify(n)

    async def barrier_wait(self, i):
        self.log("comes to b%d" % i)
        try:
            self.log("passes %s" % await self.barriers[i].wait())
        except asyncio.BrokenBarrierError:
            self.log("broken")

    async def barrier_end(self, i, how):
        await getattr(self.barriers[i], how)()
        self.log("%s b%d %d %s" % (how, i, self.barriers[i].n_waiting, self.barriers[i].broken))

    async def wait_event(self):
        self.log("waits")
        self.log("woken %s" % await self.event.wait())

    # --- several

    def group(self):
        return TaskGroup()

    def timeout(self, ms):
        return asyncio.timeout(self.due(ms) if ms else ms)

    def reschedule(self, t, ms):
        if t:
            try:
                t.reschedule(self.at(ms))
            except RuntimeError as er:
                self.log("RuntimeError")

    def others(self, numbers):
        found = []
        for i in numbers:
            task = self.other(i)
            if task and task not in found:
                found.append(task)
        return found

    async def wait(self, numbers, ms, until):
        tasks = self.others(numbers)
        if tasks:
            await self.wait_all(tasks, self.due(ms) if ms else ms, until)

    async def wait_futures(self, numbers, until):
        await self.wait_all([self.futures[i] for i in sorted(set(numbers))], None, until)

    async def wait_all(self, futures, timeout, until):
        self.log("waits for %s %s" % (self.show(futures), until))
        done, pending = await asyncio.wait(futures, timeout=timeout, return_when=getattr(asyncio, until))
        self.log("done %s pending %s" % (sorted(self.name(t) for t in done), sorted(self.name(t) for t in pending)))

    async def as_completed(self, numbers, ms):
        tasks = self.others(numbers)
        # Rule "in the order of a set": CPython asks those that are done already in no order.
        if len([t for t in tasks if t.done()]) > 1:
            return
        self.log("as_completed " + self.show(tasks))
        try:
            for each in asyncio.as_completed(tasks, timeout=self.due(ms) if ms else ms):
                try:
                    self.log("completed " + self.show(await each))
                except Exception as er:
                    self.log("completed " + self.show(er))
        except asyncio.CancelledError:
            # Rule "message".
            raise asyncio.CancelledError

    def number(self):
        return len(self.kept)

    async def aside(self, coro):
        if len(self.kept) >= 4 * LIVES:
            return coro.close()
        # Rule "aside": a gather and a wait_for of upstream's is cancelled in a way of its own. Here nobody cancels them.
        task = self.give_name(asyncio.create_task(coro), "aside%d" % len(self.kept))
        await self.got("aside", task, asyncio.shield(task))

    def fresh(self, k):
        # One that nobody else awaits.
        task = self.new_task(self.functions[k % len(self.functions)](self), asyncio.create_task, "n%d" % len(self.kept))
        self.log("spawns " + self.name(task))
        return task

    async def gather(self, new, return_exceptions):
        if len(self.kept) < 3 * LIVES:
            await self.aside(self.gather_aside([self.fresh(k) for k in new], return_exceptions, self.number()))

    async def gather_aside(self, tasks, return_exceptions, number):
        try:
            got = await asyncio.gather(*tasks, return_exceptions=return_exceptions)
            what = "gathered " + self.show(got)
        except Exception as er:
            what = "gather " + self.show(er)
        except asyncio.CancelledError as er:
            what = "gather cancelled"
        await self.settle(number)
        self.log(what)

    async def wait_for(self, k, ms):
        if len(self.kept) < 3 * LIVES:
            await self.aside(self.wait_for_aside(self.fresh(k), self.due(ms), self.number()))

    async def wait_for_aside(self, task, limit, number):
        end = self.now() + round(limit * 1000)
        try:
            what = "waited " + self.show(await asyncio.wait_for(task, limit))
        except asyncio.TimeoutError as er:
            what = "timeout"
        except Exception as er:
            what = "waited " + self.show(er)
        except asyncio.CancelledError as er:
            what = "wait_for cancelled"
        # Rule "too late": who answers the cancellation of a wait_for with a value, gives that to CPython's.
        if self.now() >= end:
            what = "timeout"
        await self.settle(number)
        self.log(what)

    # --- the run

    async def main(self, body, ms):
        self.give_name(asyncio.current_task(), "main")
        self.begin()
        self.new_task(body(self), asyncio.create_task, "body")
        await self.end(ms)

    async def end(self, ms):
        await asyncio.sleep(self.due(ms))
        self.log("ends")
        # Those that swallow their cancellation give in at some time.
        for _ in range(30):
            for task in self.made:
                if not task.done():
                    task.cancel()
            await asyncio.sleep(self.due(1))
        self.log("done %s" % [self.name(task) for task in self.made if not task.done()])
        self.closed = True

    def prepare(self, functions):
        self.functions = functions
        if IS_OURS:
            asyncio.new_event_loop()
            set_clock(1000)
        alarm(END_S)

    def finish(self):
        alarm(0)
        self.print()

    def run(self, functions, body, ms):
        self.prepare(functions)
        run(self.main(body, ms))
        self.finish()
