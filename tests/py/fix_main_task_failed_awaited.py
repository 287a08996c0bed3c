# A main task that failed wakes whoever waited for it, and can be awaited again.
# Upstream forgets the exception and those who wait: a segmentation fault, or they wait forever.
import asyncio

loop = asyncio.get_event_loop()
loop.set_exception_handler(lambda l, c: print("handler", repr(c["exception"])))


async def fail(er):
    await asyncio.sleep_ms(0)
    raise er


async def waiter(t):
    try:
        print("result", await t)
    except ValueError as er:
        print("waiter", repr(er))


t = loop.create_task(fail(ValueError("v")))
w = loop.create_task(waiter(t))
try:
    loop.run_until_complete(t)
except ValueError as er:
    print("run", repr(er))
print(t.done(), w.done())
asyncio.run(asyncio.wait_for(w, 1))
for _ in range(2):
    asyncio.run(waiter(t))

# The same when it is gathered.
t = loop.create_task(fail(ValueError("w")))
g = loop.create_task(asyncio.gather(t, return_exceptions=True))
try:
    loop.run_until_complete(t)
except ValueError as er:
    print("run", repr(er))
print(loop.run_until_complete(g))
