# What the random programs stand on: their tasks, primitives and streams, and the log of what happened. Runs in MicroPython.
#
# Where upstream is known to be wrong (tests/py/fix_*.py), nothing is done. Each such place names its rule; README.md in this
# folder lists them. The rules look only at what the program has done, so they decide alike on both builds.
import asyncio, time
from asyncio import core

from host import *

END_S = 1  # A program that takes longer has no end.
LIVES = 60  # Tasks of a program, at most.
SEVERAL = 3


class World:
    def __init__(self, clock, sockets, pipes):
        set_clock(clock)
        alarm(END_S)
        asyncio.new_event_loop()
        self.start = time.ticks_ms()
        self.lines = []
        self.tasks = []
        self.names = {}
        self.functions = []
        self.events = [asyncio.Event() for _ in range(SEVERAL)]
        self.locks = [asyncio.Lock() for _ in range(SEVERAL)]
        self.flags = [asyncio.ThreadSafeFlag() for _ in range(SEVERAL)]
        self.parks = [Parked() for _ in range(2)]
        self.raw = []
        for _ in range(sockets):
            self.raw.extend(socket_pair())
        self.raw.extend(Pipe() for _ in range(pipes))
        self.streams = [asyncio.StreamReader(s) for s in self.raw]
        self.waited = set()  # Flags and streams that somebody waits for.
        self.closed = set()
        self.used = set()  # Tasks that were awaited after their end.
        self.written = 0
        self.inside = set()  # Tasks that are in wait_for.
        self.left = set()  # Tasks that were cancelled inside of wait_for.
        self.coming = set()  # Flags that were set and have not reached their task.
        asyncio.get_event_loop().set_exception_handler(self.handle)
        self.handler_raises = False

    # --- the log

    def name(self, task):
        return self.names.get(id(task), "main")

    async def pause(self, after_stream=False):
        # To the next millisecond that is the task's own, a later one after a stream. (Programs with streams: README.md.)
        if self.ok():
            name = self.name(core.cur_task)
            number = 0 if name == "main" else 1 + int(name[1:])
            ms = (number - time.ticks_diff(time.ticks_ms(), self.start)) % (LIVES + 1)
            if ms or after_stream:
                await asyncio.sleep_ms(ms or LIVES + 1)

    def log(self, what):
        if len(self.lines) >= 3000:
            # It may have no end: the process ends, and the next programs get another one.
            self.print()
            exit(3)
        task = core.cur_task
        who = "-" if task is None else self.name(task)
        self.lines.append("%d %s %s" % (time.ticks_diff(time.ticks_ms(), self.start), who, what))

    def handle(self, loop, context):
        self.log("handler %s of %s" % (repr(context["exception"]), self.name(context["future"])))
        if self.handler_raises:
            self.handler_raises = False
            raise ValueError("handler")

    def show(self, value):
        if isinstance(value, (list, tuple)):
            return "[%s]" % " ".join(self.show(v) for v in value)
        if id(value) in self.names:
            return self.names[id(value)]
        return repr(value)

    # --- tasks

    def ok(self):
        # Rule "left wait_for": upstream's runner goes on and cancels whatever such a task does next.
        return id(core.cur_task) not in self.left

    def add(self, task):
        self.tasks.append(task)
        self.names[id(task)] = "t%d" % (len(self.tasks) - 1)
        return task

    def make(self, k):
        return self.functions[k % len(self.functions)](self)

    def spawn(self, k):
        if len(self.tasks) < LIVES:
            self.log("spawns " + self.name(self.add(asyncio.create_task(self.make(k)))))

    def spawn_at(self, k, ms):
        # A task made and queued by hand.
        if len(self.tasks) < LIVES:
            task = self.add(core.Task(self.make(k)))
            if ms is None:
                core._task_queue.push(task)
            else:
                core._task_queue.push(task, core.ticks_add(core.ticks(), ms))
            self.log("queues " + self.name(task))

    def find(self, i):
        return self.tasks[i % len(self.tasks)] if self.tasks else None

    def cancel(self, i):
        task = self.find(i)
        if task:
            try:
                self.log("cancels %s %s" % (self.name(task), task.cancel()))
            except RuntimeError as er:
                self.log(repr(er))

    def look(self, i):
        task = self.find(i)
        if task:
            state = task.state
            if state not in (True, False, None):
                state = "waited for"
            data = task.data
            if id(task) in self.left or task is core.cur_task:
                # Rule "left wait_for": upstream's runner may have put something there, also when the time was up.
                data = "mine"
            elif task.done():
                # Rule "failed task twice": upstream may have lost the exception of a task that was awaited.
                data = "awaited" if id(task) in self.used else repr(data)
            elif id(task) in self.inside:
                # Rule "inside of wait_for": how a wait_for that is over reaches its task is each library's own affair.
                data = "in wait_for"
            else:
                data = "nothing" if data is None else "something"
            self.log("%s %s %s %s" % (self.name(task), task.done(), state, data))

    def usable(self, task):
        # Rule "failed task twice": upstream may lose a task's exception when it was awaited once; then it crashes.
        if task.done():
            if id(task) in self.used:
                return False
            self.used.add(id(task))
        return True

    async def join(self, i):
        task = self.find(i)
        if task and self.ok() and self.usable(task) and task is not core.cur_task and not self.waits_for_me(task):
            self.log("joins " + self.name(task))
            self.log("got " + self.show(await task))

    def waits_for_me(self, task):
        # Tasks that wait for each other: cancelling one never ends.
        for _ in range(LIVES):
            if task is core.cur_task:
                return True
            task = task.data
            if not isinstance(task, core.Task):
                return False
        return True

    async def gather(self, new, old, return_exceptions):
        awaitables = []
        for i in old:
            task = self.find(i)
            # Rule "gather refuses": upstream leaves the others with a callback that fails.
            if task and task is not core.cur_task and task not in awaitables and (task.state is True or task.done()):
                if self.usable(task):
                    awaitables.append(task)
        for k in new:
            if len(self.tasks) < LIVES:
                awaitables.append(self.add(asyncio.create_task(self.make(k))))
        if self.ok():
            self.log("gathers " + self.show(awaitables))
            got = await asyncio.gather(*awaitables, return_exceptions=return_exceptions)
            self.log("gathered " + self.show(got))

    async def outcome(self, what):
        if self.raw:
            await self.pause()
        self.log(what)

    async def wait_for(self, awaitable, ms):
        if not self.ok():
            return
        if self.raw and not isinstance(awaitable, core.Task):
            # One with a name, and with milliseconds of its own, of which there are no more than tasks.
            if len(self.tasks) >= LIVES:
                return awaitable.close()
            awaitable = self.add(asyncio.create_task(awaitable))
        if self.raw:
            # It is over at a millisecond of the task's own, too.
            await self.pause()
            ms *= LIVES + 1
        me = id(core.cur_task)
        try:
            self.log("waits %s ms" % ms)
            self.inside.add(me)
            result = await asyncio.wait_for_ms(awaitable, ms)
            await self.outcome("waited " + self.show(result))
        except asyncio.TimeoutError:
            await self.outcome("timeout")
        except asyncio.CancelledError:
            self.left.add(me)
            self.log("left wait_for")
            raise
        finally:
            self.inside.discard(me)

    async def wait_for_task(self, i, ms):
        task = self.find(i)
        if task and task is not core.cur_task and self.usable(task) and not self.waits_for_me(task):
            self.used.add(id(task))  # It may be awaited after its end.
            await self.wait_for(task, ms)

    async def wait_for_new(self, k, ms):
        if self.ok():
            await self.wait_for(self.make(k), ms)

    # --- primitives

    async def sleep(self, ms):
        if self.ok():
            await asyncio.sleep_ms(ms)
            self.log("slept")

    async def wait(self, i):
        if self.ok():
            self.log("waits e%d" % i)
            self.log("woken %s" % await self.events[i].wait())

    async def acquire(self, i):
        if self.ok():
            self.log("wants l%d" % i)
            await self.locks[i].acquire()
            self.log("has l%d" % i)

    def release(self, i):
        try:
            self.locks[i].release()
            self.log("releases l%d" % i)
        except RuntimeError as er:
            self.log(repr(er))

    async def park(self, i):
        if self.ok():
            self.log("parks")
            await self.parks[i].wait()
            self.log("unparked")

    def unpark(self, i):
        self.log("unparks %s" % self.show(self.parks[i].wake()))

    async def wait_flag(self, i):
        # Rule "one waits": upstream allows one task to wait for a flag or a stream.
        key = -1 - i
        if self.ok() and key not in self.waited:
            self.waited.add(key)
            try:
                self.log("waits f%d" % i)
                await self.flags[i].wait()
                self.log("flagged")
            finally:
                self.waited.discard(key)
                self.coming.discard(i)

    def set_flag(self, i):
        # Rule "one flag": of several that are set at once upstream's poll wakes whose it finds first.
        if -1 - i in self.waited:
            if self.coming - {i}:
                return
            self.coming.add(i)
        self.flags[i].set()

    # --- streams

    async def io(self, i, call, *args):
        # Rule "one waits", and rule "closed": what waits for a closed stream ends differently on each host.
        i %= len(self.streams)
        if self.ok() and i not in self.waited and i not in self.closed:
            self.waited.add(i)
            try:
                self.log("%s s%d" % (call, i))
                result = await getattr(self.streams[i], call)(*args)
                await self.pause(after_stream=True)
                self.log("did %s" % repr(result))
            except (EOFError, OSError) as er:
                self.log(repr(er))
            except asyncio.CancelledError:
                if call in ("drain", "awrite"):
                    # Rule "drains": the next one of upstream sends again what was sent.
                    self.closed.add(i)
                raise
            finally:
                self.waited.discard(i)

    async def readinto(self, i, n):
        buf = bytearray(n)
        await self.io(i, "readinto", buf)
        self.log(bytes(buf))

    async def queue(self, i, writing):
        # core._io_queue by hand.
        i %= len(self.streams)
        if self.ok() and i not in self.waited and i not in self.closed:
            self.waited.add(i)
            try:
                self.log("queues for s%d" % i)
                await wait_io(self.raw[i], writing)
                await self.pause(after_stream=True)
                self.log("is ready")
            finally:
                self.waited.discard(i)

    def write(self, i, n):
        i %= len(self.streams)
        if self.written > 200000:
            return  # Memory is another harness's affair.
        self.written += n * len(b"%d abc\n" % i)
        # Rule "drains": upstream's drops what is written meanwhile.
        if self.ok() and i not in self.waited and i not in self.closed:
            try:
                self.streams[i].write((b"%d abc\n" % i) * n)
                self.log("wrote s%d %d" % (i, len(self.streams[i].out_buf)))
            except OSError as er:
                self.log(repr(er))

    async def close(self, i):
        i %= len(self.streams)
        if self.ok() and i not in self.waited and i not in self.closed:
            self.closed.add(i)
            self.log("closes s%d" % i)
            self.streams[i].close()
            await self.streams[i].wait_closed()

    # --- the run

    async def main(self, body, ms):
        self.add(asyncio.create_task(body(self)))
        await asyncio.sleep_ms(ms)
        self.log("ends")
        # Those that swallow their cancellation give in at some time.
        for _ in range(40):
            for task in list(self.tasks):
                if not task.done():
                    task.cancel()
            await asyncio.sleep_ms(1)
        self.log("done %s" % all(task.done() for task in self.tasks))
        return len(self.tasks)

    def run(self, functions, body, ms):
        self.functions = functions
        coro = self.main(body, ms)
        for _ in range(4):
            try:
                self.log("run %s" % asyncio.run(coro))
                break
            except Exception as er:
                # Of the handler; the main task is still there.
                # Upstream's loop still has a current task then, ours has none.
                self.lines.append("run ends " + repr(er))
                coro = rest(ms)
        for s in self.raw:
            s.close()
        self.print()

    def print(self):
        for line in self.lines:
            print(line)


async def rest(ms):
    await asyncio.sleep_ms(ms)


def wait_io(s, writing):
    yield (core._io_queue.queue_write if writing else core._io_queue.queue_read)(s)
