# Small pseudo-random programs of tasks, events, locks, gather, wait_for and cancel.  Each is
# deterministic, so the order of everything that happens is pinned.  A letter is a task, the sign
# behind it what it did; "." is a turn of the main task.
import asyncio

seed = 0
trace = []
names = {}  # id(task) -> letter
tasks = []
leaves = []


def rnd(n):
    global seed
    seed = (seed * 1103515245 + 12345) & 0x7FFFFFFF
    return (seed >> 12) % n


def note(sign):
    trace.append(names.get(id(asyncio.current_task()), "?") + sign)


def spawn(coro):
    t = asyncio.create_task(coro)
    names[id(t)] = chr(97 + len(tasks)) if len(tasks) < 26 else "(%d)" % len(tasks)
    tasks.append(t)
    return t


async def leaf(n):
    try:
        for _ in range(n):
            await asyncio.sleep_ms(0)
            note("'")
        return n
    except asyncio.CancelledError:
        note("!")
        raise


async def child(n):
    await leaf(n)
    if rnd(4) == 0:
        note("#")
        raise ValueError
    return n


async def worker(steps):
    for _ in range(steps):
        try:
            await step()
        except ValueError:
            note("v")
        except RuntimeError as er:
            note("r")
        except asyncio.CancelledError:
            note("x")
            if rnd(2):
                raise
    note("/")


async def step():
    op = rnd(12)
    if op < 2:
        note("-")
        await asyncio.sleep_ms(0)
    elif op == 2:
        note("w")
        await events[rnd(2)].wait()
        note("W")
    elif op == 3:
        note("s")
        events[rnd(2)].set()
    elif op == 4:
        note("c")
        events[rnd(2)].clear()
    elif op == 5:
        note("l")
        async with locks[rnd(2)]:
            note("L")
            await leaf(rnd(3))
        note("U")
    elif op == 6:
        note("n")
        r = await spawn(child(rnd(4)))
        note(str(r))
    elif op == 7:
        note("k")
        victim = tasks[rnd(len(tasks))]
        note("K%s%d" % (names[id(victim)], victim.cancel()))
    elif op == 8:
        note("g")
        r = await asyncio.gather(
            *[spawn(child(rnd(4))) for _ in range(rnd(4))], return_exceptions=bool(rnd(2))
        )
        note("G%d" % len(r))
    elif op == 9:
        note("t")
        r = await asyncio.wait_for(child(rnd(4)), 60)
        note("T%d" % r)
    elif op == 10:
        note("j")
        r = await leaves[rnd(len(leaves))]
        note("J%d" % r)
    else:
        note("m")
        r = await asyncio.wait_for(events[rnd(2)].wait(), 60)
        note("M")


async def main():
    for i in range(2):
        leaves.append(spawn(leaf(5 + 10 * i)))
    for _ in range(4):
        spawn(worker(12))
    for i in range(60):
        await asyncio.sleep_ms(0)
        trace.append(".")
        if i % 10 == 9:
            events[0].set()
            events[1].set()
    # The workers can swallow a cancellation each time; at some point they give in.
    for i in range(100):
        for t in tasks:
            t.cancel()
        await asyncio.sleep_ms(0)
    trace.append(" all done" if all(t.done() for t in tasks) else " not done")


for s in range(30):
    asyncio.new_event_loop()
    asyncio.get_event_loop().set_exception_handler(lambda l, c: trace.append("<E>"))
    seed = s * 7919 + 1
    events = [asyncio.Event(), asyncio.Event()]
    locks = [asyncio.Lock(), asyncio.Lock()]
    trace.clear()
    names.clear()
    tasks.clear()
    leaves.clear()
    asyncio.run(main())
    print(s, "".join(trace))
