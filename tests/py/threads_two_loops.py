# Loops of several threads: one is at work at a time, the others when it sleeps.
import asyncio, gc, time

try:
    import _thread
except ImportError:
    print("SKIP")
    raise SystemExit

# On unix MicroPython has no global lock, and a collection lets the other threads go on.
gc.disable()
results = []


def thread(coro):
    try:
        results.append(asyncio.run(coro))
    except Exception as error:
        results.append(error)


def start(coro):
    _thread.start_new_thread(thread, (coro,))


async def steps(n, value):
    for _ in range(n):
        await asyncio.sleep_ms(1)
    return value


def wait_for(n):
    while len(results) < n:
        time.sleep_ms(1)
    print(results)
    results.clear()


# The main thread's loop sleeps longer than the other one runs: as upstream's.
async def idle():
    for i in range(5):
        start(steps(5, i))
        await asyncio.sleep_ms(60)
    return "main"


print(asyncio.run(idle()))
wait_for(5)


# The other one goes on for longer, and runs the main task, which it does not return from.
async def shorter():
    start(steps(20, "longer"))
    await steps(5, None)
    return "shorter"


print(asyncio.run(shorter()))
wait_for(1)


# A main task that fails while another loop runs it.
async def fails():
    start(steps(20, "longer"))
    await steps(5, None)
    raise ValueError("main")


asyncio.get_event_loop().set_exception_handler(lambda loop, context: None)
try:
    asyncio.run(fails())
except ValueError as error:
    print(error)
wait_for(1)
asyncio.get_event_loop().set_exception_handler(None)


# A loop ends, and so does its thread; the next one goes on with its tasks.
async def leaves():
    left.append(asyncio.create_task(steps(3, "left")))


left = []
start(leaves())
wait_for(1)


async def takes():
    return await left[0]


print(asyncio.run(takes()))


# A task that waits for the other thread itself keeps it from its turn: nobody hangs, and nothing of it was begun.
async def keeps():
    start(steps(1, "no turn"))
    while not results:
        time.sleep_ms(10)
    print(results, len(asyncio.all_tasks()))
    results.clear()
    start(steps(1, "a turn"))
    return await steps(5, "kept")


print(asyncio.run(keeps()))
wait_for(1)


# Event.set from a thread, behind its own loop, and a loop that waits for it.
async def waits():
    event = asyncio.Event()

    def thread():
        results.append(asyncio.run(steps(2, "own")))
        event.set()

    _thread.start_new_thread(thread, ())
    await event.wait()
    return event.is_set()


print(asyncio.run(waits()))
wait_for(1)
