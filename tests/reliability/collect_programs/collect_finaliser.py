# A finaliser runs in every single collection that a scenario causes, one after the other, and calls back into asyncio:
# whatever it does there, nobody waits for ever, and a new loop works afterwards.
import asyncio, collect, errno, io
from asyncio import core

LIMIT_MS = 60
PORT = 8093


async def nothing():
    pass


class Bytes(io.IOBase):
    # A stream in Python that always has a line to read and takes what it is given.
    def read(self, n=-1):
        return b"line\n"

    readline = read

    def write(self, data):
        return len(data)

    def ioctl(self, request, argument):
        return argument if request == 3 else 0


# --- Scenarios: what they wait for is in `at`, where the finalisers find it ---


async def tasks(at):
    at.task = asyncio.create_task(asyncio.sleep_ms(1))
    at.other = asyncio.create_task(nothing())
    await asyncio.gather(at.task, at.other, nothing(), return_exceptions=True)


async def joined(at):
    async def join():
        try:
            await at.task
        except asyncio.CancelledError:
            pass

    at.task = asyncio.create_task(asyncio.sleep_ms(1))
    at.other = asyncio.create_task(join())
    await asyncio.gather(join(), join(), return_exceptions=True)


async def event(at):
    async def wait():
        await at.event.wait()

    at.task = asyncio.create_task(wait())
    at.other = asyncio.create_task(wait())
    await asyncio.sleep_ms(0)
    at.event.set()
    await asyncio.gather(at.task, at.other, return_exceptions=True)


async def lock(at):
    async def hold():
        async with at.lock:
            await asyncio.sleep_ms(0)

    at.task = asyncio.create_task(hold())
    at.other = asyncio.create_task(hold())
    await asyncio.gather(at.task, at.other, hold(), return_exceptions=True)


async def timeout(at):
    at.task = asyncio.create_task(asyncio.sleep_ms(1))
    at.other = asyncio.current_task()
    try:
        await asyncio.wait_for_ms(at.task, 20)
        await asyncio.wait_for_ms(at.event.wait(), 1)
    except asyncio.TimeoutError:
        pass


async def flag(at):
    async def wait():
        await at.flag.wait()

    at.task = asyncio.create_task(wait())
    at.other = at.task
    await asyncio.sleep_ms(0)
    at.flag.set()
    try:
        await at.task
    except asyncio.CancelledError:
        pass


async def stream(at):
    async def write():
        at.stream.write(b"x" * 40)
        await at.stream.drain()

    at.stream = asyncio.StreamWriter(Bytes(), {})
    at.task = asyncio.create_task(write())
    at.other = asyncio.create_task(at.stream.readline())
    at.stream.write(b"y")
    await asyncio.gather(at.task, at.other, at.stream.read(5), return_exceptions=True)


async def connection(at):
    async def serve(reader, writer):
        writer.write(await reader.readline())
        await writer.drain()
        await writer.wait_closed()

    async def ask():
        at.stream.write(b"question\n")
        await at.stream.drain()
        return await at.stream.readline()

    server = await asyncio.start_server(serve, "127.0.0.1", PORT)
    try:
        at.stream, _ = await asyncio.open_connection("127.0.0.1", PORT)
        at.task = at.other = asyncio.create_task(ask())
        await asyncio.gather(at.task, asyncio.wait_for_ms(at.stream.readline(), 20), return_exceptions=True)
    finally:
        at.stream.close()
        server.close()
        await asyncio.gather(server.wait_closed(), at.stream.wait_closed(), return_exceptions=True)


async def failing(at):
    async def fail():
        raise ValueError

    at.task = asyncio.create_task(fail())
    at.other = asyncio.create_task(fail())
    await asyncio.sleep_ms(1)
    await asyncio.gather(at.other, return_exceptions=True)


# --- What a finaliser does ---


def create(at):
    asyncio.create_task(at.spare)


def cancel(at):
    at.task.cancel()


def cancel_other(at):
    at.other.cancel()


def set_all(at):
    at.event.set()
    at.flag.set()


def clear_all(at):
    at.event.clear()
    at.flag.clear()


def release(at):
    at.lock.release()


def take_out(at):
    # Who takes a task out puts it in again, with the exception that it may have to raise.
    task = core._task_queue.peek()
    if task:
        data = task.data
        core._task_queue.remove(task)
        core._task_queue.push(task)
        task.data = data


def nested(at):
    asyncio.run(at.spare)


def nested_task(at):
    asyncio.get_event_loop().run_until_complete(at.idle)


def nested_target(at):
    # What the scenario waits for is over before it does.
    asyncio.get_event_loop().run_until_complete(at.task)


def write(at):
    at.stream.write(b"z")


def close(at):
    at.stream.s.close()


def look(at):
    at.task.done()
    at.task.ph_key
    at.task.data
    at.stream.out_buf
    at.task.state  # makes a queue of the task that waits, so it comes last


ACTIONS = create, cancel, cancel_other, set_all, clear_all, release, take_out, nested, nested_task, nested_target, write, close, look
NESTED = nested, nested_task, nested_target
SCENARIOS = tasks, joined, event, lock, timeout, flag, stream, connection, failing


class At:
    pass


async def watched(scenario, action, n):
    """Returns whether the finaliser ran; says so when the scenario doesn't end."""
    at = At()
    at.event, at.lock, at.flag = asyncio.Event(), asyncio.Lock(), asyncio.ThreadSafeFlag()
    at.stream = asyncio.StreamWriter(Bytes(), {})
    at.spare = nothing()
    at.idle = asyncio.create_task(nothing())
    at.task = at.other = asyncio.create_task(nothing())
    await asyncio.sleep_ms(0)

    ran = [False]

    def finalise(_):
        ran[0] = True
        try:
            action(at)
        except Exception:  # one class, because a tuple of them would be memory
            pass

    async def run():
        collect.at(n, finalise)
        try:
            await scenario(at)
        except OSError as e:
            if e.errno == errno.EADDRINUSE:
                print("still listens:", scenario.__name__, action.__name__, n)
        collect.left()

    task = asyncio.create_task(run())
    for i in range(LIMIT_MS):
        await asyncio.sleep_ms(1)
        if task.done():
            break
    else:
        # Which lets it end if it was the finaliser that cleared the event.
        at.event.set(), at.flag.set()
        await asyncio.sleep_ms(5)
        if not task.done() and action is not clear_all:
            print("no end:", scenario.__name__, action.__name__, n)
        task.cancel()
        await asyncio.sleep_ms(30)
    collect.left()
    return ran[0]


def main():
    for scenario in SCENARIOS:
        for action in ACTIONS:
            # A nested loop ends the outer one when it lacks memory, and nobody closes what listens.
            if scenario is connection and action in NESTED:
                continue
            n = 0
            while True:
                try:
                    if not asyncio.run(watched(scenario, action, n)):
                        break
                except (asyncio.CancelledError, MemoryError):
                    # The finaliser has cancelled the main task, or run the loop until this one ended, without memory.
                    pass
                except Exception as e:
                    print(scenario.__name__, action.__name__, n, repr(e))
                collect.left()
                n += 1
                asyncio.new_event_loop()
            if n < 5:
                print("few collections:", scenario.__name__, n)


# Tasks that a nested loop runs fail, because they find no memory.
asyncio.get_event_loop().set_exception_handler(lambda loop, context: None)
main()
print("done")
