# A loop that waits for an event, a flag and a socket does not wake while nothing happens; what another thread schedules, or
# closes, it learns of.
import asyncio, gc, micropython, sys, time

try:
    import _thread

    if sys.platform != "linux":
        raise ImportError
except ImportError:
    print("SKIP")
    raise SystemExit


# How often this thread has gone to sleep.
def sleeps():
    with open("/proc/thread-self/status") as status:
        for line in status:
            if line.startswith("voluntary"):
                return int(line.split()[1])


async def hold(reader, writer):
    await reader.readline()


async def read(reader):
    try:
        await reader.readline()
    except OSError:
        print("OSError")


async def main():
    server = await asyncio.start_server(hold, "127.0.0.1", 8078)
    reader, writer = await asyncio.open_connection("127.0.0.1", 8078)
    event = asyncio.Event()
    for wait in (event.wait, asyncio.ThreadSafeFlag().wait):
        asyncio.create_task(wait())
    task = asyncio.create_task(read(reader))
    before = sleeps()
    await asyncio.sleep_ms(3000)
    print("idle", sleeps() - before < 8)

    def schedule():
        time.sleep_ms(1500)
        micropython.schedule(lambda _: event.set(), None)

    _thread.start_new_thread(schedule, ())
    print("scheduled", await event.wait())

    def close():
        time.sleep_ms(2500)
        reader.s.close()

    _thread.start_new_thread(close, ())
    await task
    server.close()
    await server.wait_closed()


asyncio.run(main())


# Each wake is answered, however it comes; nothing else would end the wait.
async def answer_all():
    event, flag = asyncio.Event(), asyncio.ThreadSafeFlag()
    answers = 0

    def thread():
        for n in range(N):
            if n % 2:
                flag.set()
            else:
                micropython.schedule(set_event, None)
            while answers == n:
                time.sleep_us(1)

    set_event = lambda _: event.set()
    # A collection lets other threads go on, and may free what one of them has just moved.
    gc.collect()
    gc.disable()
    _thread.start_new_thread(thread, ())
    while answers < N:
        if answers % 2:
            await flag.wait()
        else:
            await event.wait()
            event.clear()
        answers += 1
    print(answers)


N = 1000
asyncio.run(answer_all())
time.sleep_ms(20)
