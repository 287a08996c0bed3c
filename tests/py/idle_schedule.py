# Main waits for an event and nothing else is going on: the loop idles rather than ends, so that
# scheduled code, here sent from a thread as an interrupt would send it, can set the event.
import asyncio, time, micropython

try:
    import _thread
except ImportError:
    print("SKIP")
    raise SystemExit


async def main():
    ev = asyncio.Event()

    def thread():
        time.sleep_ms(50)
        micropython.schedule(lambda _: ev.set(), None)

    for _ in range(3):
        _thread.start_new_thread(thread, ())
        t0 = time.ticks_ms()
        print(await ev.wait())
        dt = time.ticks_diff(time.ticks_ms(), t0)
        print(dt >= 45, dt < 500)
        ev.clear()
    await asyncio.sleep_ms(20)  # Let the last thread end.


asyncio.run(main())
