# monitor tells what tasks do and how long; slow_slice_ms reports who keeps the loop.
import asyncio, os, time

try:
    import ffi
except ImportError:
    print("SKIP")
    raise SystemExit


async def spin():
    while True:
        await asyncio.sleep_ms(0)


async def nap():
    while True:
        await asyncio.sleep_ms(10)


async def hog():
    await asyncio.sleep_ms(10)
    time.sleep_ms(30)
    await asyncio.sleep_ms(1000)


async def wait(thing):
    await thing


def by_name(tasks):
    return {task[0]: task[1:] for task in tasks}


async def main():
    idle, tasks = asyncio.monitor()
    print(idle, len(tasks), tasks[0][1])
    event, queue = asyncio.Event(), asyncio.Queue()
    started = [asyncio.create_task(coro, name=name) for name, coro in
        (("nap", nap()), ("event", wait(event.wait())), ("queue", wait(queue.get())), ("hog", hog()))]
    started.append(asyncio.create_task(wait(started[0]), name="joins"))
    await asyncio.sleep_ms(80)
    idle, tasks = asyncio.monitor()
    found = by_name(tasks)
    print(20 < idle < 90, sorted(name for name in found if not name.startswith("Task")))
    for name in ("nap", "event", "queue", "hog", "joins"):
        place, waits_for, turns, total, longest = found[name]
        print(name, place, waits_for is not None, turns > 1, longest > 25000, 0 <= longest <= total)
    print(found["event"][1] is event, found["joins"][1] is started[0])
    # Busy.
    started.append(asyncio.create_task(spin(), name="spin"))
    await asyncio.sleep_ms(40)
    idle, tasks = asyncio.monitor()
    print(idle < 50, by_name(tasks)["spin"][0], by_name(tasks)["spin"][2] > 50)
    for task in started:
        task.cancel()
    await asyncio.wait(started)
    print(asyncio.monitor(False))


def divert(function):
    # What the function lets be written to standard error.
    libc = ffi.open(None)
    dup, dup2, close = libc.func("i", "dup", "i"), libc.func("i", "dup2", "ii"), libc.func("i", "close", "i")
    path = "/tmp/uasyncio-monitor-%d" % libc.func("i", "getpid", "")()
    kept = dup(2)
    with open(path, "w") as file:
        dup2(file.fileno(), 2)
    try:
        function()
    finally:
        dup2(kept, 2)
        close(kept)
    with open(path) as file:
        said = file.read()
    os.remove(path)
    return said


async def slow():
    print(asyncio.slow_slice_ms)
    asyncio.slow_slice_ms = 20
    print(asyncio.slow_slice_ms)
    task = asyncio.create_task(hog(), name="the hog")
    await asyncio.sleep_ms(60)
    asyncio.slow_slice_ms = 0
    time.sleep_ms(30)
    await asyncio.sleep_ms(0)
    asyncio.slow_slice_ms = 5
    asyncio.monitor(False)
    print(asyncio.slow_slice_ms)
    time.sleep_ms(10)
    await asyncio.sleep_ms(0)
    for wrong in ("1", None):
        try:
            asyncio.slow_slice_ms = wrong
        except TypeError:
            print("TypeError")
    asyncio.slow_slice_ms = -1
    print(asyncio.slow_slice_ms)


asyncio.run(main())
said = divert(lambda: asyncio.run(slow())).split("\n")
words = said[0].split()
print(len(said), words[:3], words[3], 28 < int(words[4]) < 300, words[5])
try:
    asyncio.monitor()
except RuntimeError as error:
    print(error)
asyncio.monitor(False)
