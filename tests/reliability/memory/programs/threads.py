# to_thread and run_in_executor. What the thread lacks memory for comes to who waits for it.
import asyncio, time


def run(main):
    try:
        asyncio.run(main)
    finally:
        # On 32 bits `start_new_thread` may lack memory for the number of a thread that has begun: it ends before the next program does.
        time.sleep_ms(5)


def work(n, *, more=0):
    return [n] * (n + more)


async def one(world):
    async def wait():
        assert len(await asyncio.to_thread(work, 3, more=2)) == 5

    world.start(wait)
    world.may_fail_with()


async def one_after_the_other(world):
    world.may_fail_with()
    for n in range(3):
        assert len(await asyncio.to_thread(work, n)) == n


async def executor(world):
    world.may_fail_with()
    assert len(await asyncio.get_running_loop().run_in_executor(None, work, 4)) == 4


PROGRAMS = "one", "one_after_the_other", "executor"
