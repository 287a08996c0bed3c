# Four threads at a time set, release, put and call from outside of the loop: nothing is lost.
import asyncio, gc, sys, time

try:
    import _thread
except ImportError:
    print("SKIP")
    raise SystemExit

# On unix MicroPython has no global lock, and a collection lets the other threads go on: it may free what one of them has just moved.
gc.disable()

THREADS, N = 4, 1000
running = 0
guard = _thread.allocate_lock()


def start(function):
    global running
    running = THREADS
    gc.collect()

    def thread(i):
        global running
        try:
            function(i)
        finally:
            with guard:
                running -= 1

    for i in range(THREADS):
        _thread.start_new_thread(thread, (i,))


async def ended():
    while running:
        await asyncio.sleep_ms(1)


async def events():
    # Each wake of a waiting task answers a set: the thread waits for the answer.
    event, answers = asyncio.Event(), [0]

    def thread(i):
        for _ in range(N // 4):
            before = answers[0]
            while answers[0] == before:
                event.set()
                time.sleep_us(10)

    start(thread)
    while running:
        try:
            await asyncio.wait_for_ms(event.wait(), 50)
        except asyncio.TimeoutError:
            if running and not event.is_set():
                continue
        event.clear()
        answers[0] += 1
    print("event", answers[0] >= N // 4)


async def semaphores():
    semaphore = asyncio.Semaphore(0)
    taken = [0] * 3

    async def take(i):
        while True:
            await semaphore.acquire()
            taken[i] += 1

    tasks = [asyncio.create_task(take(i)) for i in range(3)]

    def thread(i):
        for n in range(N):
            semaphore.release()
            if n % 50 == 0:
                time.sleep_us(100)

    start(thread)
    await ended()
    await asyncio.sleep_ms(5)
    print("semaphore", sum(taken), all(taken))
    for task in tasks:
        task.cancel()


async def ring_buffers():
    queue = asyncio.RingbufQueue([0] * 64)
    received = [0] * THREADS

    async def take():
        async for i, n in queue:
            if received[i] != n:
                print("out of order", i, n, received[i])
            received[i] = n + 1

    task = asyncio.create_task(take())

    def thread(i):
        for n in range(N):
            while queue.qsize() > 48:
                time.sleep_us(50)
            queue.put_nowait((i, n))

    start(thread)
    await ended()
    await asyncio.sleep_ms(5)
    print("ring", received, queue.discards)
    task.cancel()


async def calls():
    loop = asyncio.get_event_loop()
    made = [0] * THREADS

    def call(i, n):
        if made[i] != n:
            print("out of order", i, n, made[i])
        made[i] = n + 1

    def thread(i):
        for n in range(N):
            # There is room for one call of each.
            while made[i] != n:
                time.sleep_us(20)
            loop.call_soon_threadsafe(call, i, n)

    start(thread)
    await ended()
    await asyncio.sleep_ms(5)
    print("calls", made)


async def flags():
    flag, seen, stop = asyncio.ThreadSafeFlag(), [0], []

    async def wait():
        while not stop:
            await flag.wait()
            seen[0] += 1

    task = asyncio.create_task(wait())

    def thread(i):
        for n in range(N):
            flag.set()

    start(thread)
    await ended()
    stop.append(1)
    flag.set()
    await task
    print("flag", 1 <= seen[0] <= THREADS * N + 1)


# The loop is idle, and wakes at once.
async def idle():
    loop = asyncio.get_event_loop()
    event, semaphore, queue = asyncio.Event(), asyncio.Semaphore(0), asyncio.RingbufQueue([0])
    called = asyncio.Event()
    for act, wait in (
        (event.set, event.wait),
        (semaphore.release, semaphore.acquire),
        (lambda: queue.put_nowait(1), queue.get),
        (lambda: loop.call_soon_threadsafe(called.set), called.wait),
    ):

        def thread():
            time.sleep_ms(20)
            act()

        _thread.start_new_thread(thread, ())
        begin = time.ticks_ms()
        print(await asyncio.wait_for(wait(), 5), time.ticks_diff(time.ticks_ms(), begin) < 1000)


async def main():
    for part in (idle, events, semaphores, ring_buffers, calls, flags):
        await part()
    await asyncio.sleep_ms(20)


asyncio.run(main())
