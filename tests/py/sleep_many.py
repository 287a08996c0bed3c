# A thousand sleepers with pseudo-random due times wake in order of due time.
import asyncio

seed = 7
woken = []


def rnd(n):
    global seed
    seed = (seed * 1103515245 + 12345) & 0x7FFFFFFF
    return (seed >> 8) % n


async def sleeper(i):
    # The due time is counted from a common start, so equal ones are equal to the millisecond.
    asyncio.core._task_queue.push(asyncio.core.cur_task, start + due[i])
    await pause()
    woken.append(i)


class pause:
    def __init__(self):
        self.first = True

    def __iter__(self):
        return self

    def __next__(self):
        if self.first:
            self.first = False
            return None
        raise StopIteration


due = [200 + rnd(100) for _ in range(1000)]
start = asyncio.core.ticks()


async def main():
    for t in [asyncio.create_task(sleeper(i)) for i in range(1000)]:
        await t
    expected = sorted(range(1000), key=lambda i: due[i] * 1000 + i)
    print(len(woken), woken == expected)


asyncio.run(main())
