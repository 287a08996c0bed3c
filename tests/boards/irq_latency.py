# Instructions from the entry of an interrupt handler that sets a flag to what the task that waits does first, which is to look at
# the clock, and of them those to the resumption of its generator, which are the library's; with one and with a hundred other tasks asleep.  With -icount shift=8 an instruction takes 0.256 microseconds.
import asyncio
import irqtest

print("begins")  # see run.py

# The emulated timer then comes every two seconds of emulated time, whatever it is told, and the runner waits ten seconds for a word.
N = 41
MOST, MOST_OF_LIBRARY = 1_100, 700


async def sleeper():
    while True:
        await asyncio.sleep_ms(1_000_000)


async def measure(others):
    flag, late, resumed = asyncio.ThreadSafeFlag(), [], []
    tasks = [asyncio.create_task(sleeper()) for _ in range(others)]
    await asyncio.sleep_ms(1)
    irqtest.start(flag, 3070, N, irqtest.ASLEEP)
    while len(late) < N:
        await flag.wait()
        late.append(irqtest.take()[1])
        resumed.append(irqtest.resumed())
    for task in tasks:
        task.cancel()
    for what, times, most in (("to the clock", late, MOST), ("to the generator", resumed, MOST_OF_LIBRARY)):
        times.sort()
        instructions = times[N // 2] * 1000 // 256
        print(others, "others asleep,", what, "at most", most, "instructions:", instructions <= most or instructions)


for others in (1, 100):
    asyncio.run(measure(others))
