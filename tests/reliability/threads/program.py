# Several threads run loops, at random instants: each gets what its own main task ends with, and nobody's task is lost.
# Arguments: seed, threads, runs of each thread.
import asyncio, gc, random, sys, time

try:
    import _thread
except ImportError:
    print("SKIP")
    raise SystemExit
# On unix MicroPython has no global lock, and a collection lets the other threads go on: it may free what one of them has just moved.
gc.disable()

seed, n_threads, n_runs = (int(argument) for argument in sys.argv[1:4])
random.seed(seed)
guard = _thread.allocate_lock()
wrong, steps, wanted, running = [], [0], [0], [n_threads]
# By KeyboardInterrupt, because no turn came.
ended = [0, 0]


def below(n):
    with guard:
        return random.getrandbits(16) % n


def step():
    # Tasks have their turns one after the other, whichever thread runs them.
    n = steps[0]
    if below(50) == 0:
        time.sleep_us(200)
    if steps[0] != n:
        wrong.append("two tasks at once")
    steps[0] = n + 1


def pause():
    return asyncio.sleep_ms((0, 0, 0, 1, 1, 2, 5)[below(7)])


async def steps_of(n):
    for _ in range(n):
        await pause()
        step()
    return n


async def several():
    parts = [below(5) for _ in range(below(6))]
    total = 0
    for task in [asyncio.create_task(steps_of(n)) for n in parts]:
        total += await task
    return total


async def gathered():
    return sum(await asyncio.gather(steps_of(below(4)), steps_of(below(4)), several()))


async def event():
    event = asyncio.Event()

    async def sets():
        try:
            await pause()
        finally:
            # Also when this is the task that Ctrl-C ends.
            event.set()
        return await steps_of(1)

    task = asyncio.create_task(sets())
    await event.wait()
    return await task


async def limited():
    try:
        await asyncio.wait_for_ms(asyncio.Event().wait(), 1 + below(3))
        wrong.append("no timeout")
    except asyncio.TimeoutError:
        pass
    return await steps_of(1)


async def cancelled():
    async def waits():
        await asyncio.sleep(100)

    task = asyncio.create_task(waits())
    await pause()
    task.cancel()
    try:
        await task
        wrong.append("not cancelled")
    except asyncio.CancelledError:
        pass
    return await steps_of(1)


async def nested():
    await pause()
    n = asyncio.run(steps_of(1 + below(3)))
    await pause()
    return n


lock = asyncio.Lock()
holders = [0]


async def locked():
    # Of all threads' loops.
    async with lock:
        holders[0] += 1
        try:
            n = await steps_of(below(3))
            if holders[0] != 1:
                wrong.append("two have the lock")
        finally:
            holders[0] -= 1
    return n


async def all_of_them(run):
    await pause()
    if below(5) == 0:
        raise ValueError(run)
    parts = (several, gathered, event, limited, cancelled, nested, locked)
    total = 0
    for _ in range(1 + below(4)):
        total += await parts[below(len(parts))]()
    return run, total


def thread(i):
    try:
        for n in range(n_runs):
            try:
                run, total = asyncio.run(all_of_them((i, n)))
                with guard:
                    wanted[0] += total
            except ValueError as error:
                run = error.args[0]
            except (KeyboardInterrupt, asyncio.CancelledError, RuntimeError) as error:
                # Ctrl-C ends the task whose turn it is in the main thread, whoever awaits it: also the one that a `wait_for` made.
                ended[isinstance(error, RuntimeError)] += 1
                run = i, n
            if run != (i, n):
                wrong.append("another's result")
            if below(3) == 0:
                time.sleep_ms(below(4))
    except KeyboardInterrupt:
        # Between two runs.
        ended[0] += 1
    except BaseException as error:
        wrong.append(repr(error))
    with guard:
        running[0] -= 1


# What a loop reports of tasks of another one, whose main task has failed or was interrupted.
asyncio.get_event_loop().set_exception_handler(lambda loop, context: None)
for i in range(1, n_threads):
    _thread.start_new_thread(thread, (i,))
print("begun")
thread(0)


def wait_for_threads():
    begin = time.ticks_ms()
    while running[0]:
        time.sleep_ms(1)
        if time.ticks_diff(time.ticks_ms(), begin) > 30_000:
            wrong.append("no end")
            break


for attempt in range(20):
    try:
        wait_for_threads()
        break
    except KeyboardInterrupt:
        pass
if steps[0] != wanted[0] and not ended[0]:
    wrong.append("%d steps of %d" % (steps[0], wanted[0]))
print(steps[0], n_threads * n_runs, *ended, wrong)
