# A hardware timer's interrupts set an Event, release a Semaphore, put into a RingbufQueue and ask for calls.
import asyncio
import irqtest

print("begins")  # see run.py

N = 10_000
WORD = 1_000


class Count:
    def __init__(self, name):
        self.name, self.n, self.mark = name, 0, WORD

    def add(self, n):
        self.n += n
        if self.n >= self.mark:
            print("still here")  # the runner waits ten seconds for a word
            self.mark += WORD

    def end(self, when):
        print(self.name, "as they will" if when == irqtest.FREE else "answered", irqtest.counted()[0], "interrupts,", self.n, "seen")


def take(count):
    count.add(irqtest.take()[0])


async def events(when):
    event, count = asyncio.Event(), Count("event")
    irqtest.start(event.set, 50, N, when)
    while count.n < N:
        await event.wait()
        event.clear()
        take(count)
    count.end(when)


async def semaphores(when):
    semaphore, count, acquired = asyncio.Semaphore(0), Count("semaphore"), 0
    irqtest.start(semaphore.release, 50, N, when)
    while acquired < N:
        await semaphore.acquire()
        acquired += 1
        take(count)
    count.end(when)
    print(acquired, semaphore.locked())


async def ring_buffers(when):
    queue, count, received = asyncio.RingbufQueue([0] * 1000), Count("ring"), 0
    fired = [0]

    def put():
        queue.put_nowait(fired[0])
        fired[0] += 1

    irqtest.start(put, 50, N, when)
    while received < N:
        n = await queue.get()
        if n != received:
            print("out of order", n, received)
            break
        received += 1
        take(count)
    count.end(when)
    print(received, queue.discards, queue.empty())


async def calls(when):
    loop, count, event = asyncio.get_event_loop(), Count("call"), asyncio.Event()
    made = [0]

    def call():
        made[0] += 1
        event.set()

    def ask():
        loop.call_soon_threadsafe(call)

    # More than the loop has not made yet are refused: each one only when the one before has been made.
    irqtest.start(ask, 50, N, when)
    while made[0] < N:
        await event.wait()
        event.clear()
        take(count)
    count.end(when)
    print(made[0])


for when in (irqtest.ASLEEP, irqtest.ANSWERED):
    for part in (events, semaphores, ring_buffers, calls):
        asyncio.run(part(when))
# They come as they will, several to a wake.
for part in (events, semaphores, ring_buffers):
    asyncio.run(part(irqtest.FREE))
