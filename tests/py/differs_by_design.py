# What differs from upstream's asyncio: the section of that name in the README.
import asyncio
from asyncio import core
import io


# What a program knows as a class is the parent of the type that its instances have.
async def classes():
    for name in "Event", "Lock", "ThreadSafeFlag":
        made = getattr(asyncio, name)()
        print(isinstance(made, getattr(asyncio, name)), type(made) is getattr(asyncio, name), type(made).__name__ == name)
    # The names that the library has in a class are neither in its __dict__ nor taken out.
    print("set" in asyncio.Event.__dict__, "set" in dir(asyncio.Event))
    try:
        del asyncio.Event.set
    except AttributeError:
        print("AttributeError")
    # A constructor that is stored there is called for instances of derived classes.
    asyncio.ThreadSafeFlag.__init__ = lambda self: print("made")
    asyncio.ThreadSafeFlag()
    Flag()
    del asyncio.ThreadSafeFlag.__init__
    # A class is derived from one built-in class.
    try:
        type("Both", (asyncio.Event, asyncio.Lock), {})
    except TypeError:
        print("TypeError")
    print(isinstance(Flag(), io.IOBase))


# The built-in part of a derived class's instance hears at the next call of a method what the program has stored in it.
class Flag(asyncio.ThreadSafeFlag):
    pass


class Line(io.IOBase):
    def ioctl(self, request, arg):
        return arg

    def readline(self):
        return b"a long line\n"


class Limited(asyncio.StreamReader):
    pass


# Of the classes that upstream does not have the library calls its own methods.
class Semaphore(asyncio.Semaphore):
    async def acquire(self):
        print("not called")


async def stored():
    async with Semaphore() as value:
        print(value)
    stream = Limited(Line())
    stream.limit = 3
    print(await stream.readline())
    flag = Flag()
    task = asyncio.create_task(flag.wait())
    await asyncio.sleep_ms(0)
    flag.state = 1
    await asyncio.sleep_ms(20)
    print(task.done())
    flag.set()
    await task


# One awaitable for all who wait.
async def shared():
    event, lock, flag = asyncio.Event(), asyncio.Lock(), asyncio.ThreadSafeFlag()
    print(event.wait() is event.wait(), lock.acquire() is lock.acquire(), flag.wait() is flag.wait())
    print(event.waiting is event.wait())
    event.set()
    kept = event.wait()
    print(await kept, await kept)


# What the library does not look up, and what it looks up and checks.
async def assigned():
    sleep_ms = core.sleep_ms
    core.sleep_ms = None
    await asyncio.sleep(0)
    core.sleep_ms = sleep_ms
    for name in "_task_queue", "_io_queue", "cur_task":
        try:
            setattr(core, name, object())
        except TypeError as er:
            print(name, er)


# Copies.
async def copies():
    queue = core._io_queue
    queue.map[id(queue)] = 1
    print(queue.map, queue.map is queue.map, queue.poller is queue.poller)
    print(hasattr(core.SingletonGenerator(), "state"))


async def main():
    await classes()
    await stored()
    await shared()
    await assigned()
    await copies()


asyncio.run(main())

# new_event_loop() empties the queues.
before = core._task_queue
asyncio.new_event_loop()
print(core._task_queue is before)
