# Awaitables driven by hand, with no task running: RuntimeError.
# Upstream crashes with a segmentation fault on most of them.
import asyncio
from asyncio import core


async def nop():
    pass


async def main():
    # After this run there has been a current task, which makes no difference.
    await asyncio.sleep_ms(0)


def attempt(name, make):
    try:
        for _ in make():
            print(name, "yielded")
        print(name, "ended")
    except RuntimeError:
        print(name, "RuntimeError")


lock = asyncio.Lock()
for c in lock.acquire():  # Free, so there is nothing to wait for.
    print("not reached")
print(lock.locked())

for _ in range(2):
    attempt("event", asyncio.Event().wait)
    attempt("lock", lock.acquire)
    attempt("task", lambda: asyncio.create_task(nop()))
    attempt("sleep", lambda: asyncio.sleep_ms(0))
    asyncio.run(main())

# Nothing was queued.
lock.release()
print(lock.locked(), asyncio.run(lock.acquire()))
