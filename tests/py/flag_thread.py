# ThreadSafeFlag set from another thread while the loop is idle.
import asyncio, time

try:
    import _thread
except ImportError:
    print("SKIP")
    raise SystemExit


async def main():
    flag = asyncio.ThreadSafeFlag()

    def thread(ms):
        time.sleep_ms(ms)
        flag.set()

    for ms in (0, 30, 60):
        _thread.start_new_thread(thread, (ms,))
        t0 = time.ticks_ms()
        await flag.wait()
        dt = time.ticks_diff(time.ticks_ms(), t0)
        print("woken", dt >= ms - 1, dt < 500)

    # The loop goes on meanwhile.
    count = 0

    async def ticker():
        nonlocal count
        while True:
            count += 1
            await asyncio.sleep_ms(10)

    t = asyncio.create_task(ticker())
    _thread.start_new_thread(thread, (200,))
    await flag.wait()
    t.cancel()
    print(5 <= count <= 25)

    # A sequence of hand-overs, each answered before the next.
    answers = 0
    done = []

    def pingpong():
        for _ in range(50):
            n = answers
            flag.set()
            while answers == n:
                time.sleep_ms(1)
        done.append(True)

    _thread.start_new_thread(pingpong, ())
    while answers < 50:
        await flag.wait()
        answers += 1
    while not done:
        await asyncio.sleep_ms(1)
    print(answers)
    await asyncio.sleep_ms(20)  # Let the last thread end.


asyncio.run(main())
