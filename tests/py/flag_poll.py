# ThreadSafeFlag is a stream as far as select.poll is concerned.
import asyncio, select

flag = asyncio.ThreadSafeFlag()
p = select.poll()
p.register(flag, select.POLLIN)
print(p.poll(0))
print(p.poll(20))
flag.set()
r = p.poll(0)
print(len(r), r[0][0] is flag, r[0][1] == select.POLLIN)
print([(s is flag, ev == select.POLLIN) for s, ev in p.ipoll(0)])
# Polling doesn't clear it.
print(len(p.poll(0)))
flag.clear()
print(p.poll(0))


async def main():
    # Registered with a poll object and waited for by a task at the same time.
    flag.clear()
    t = asyncio.create_task(flag.wait())
    await asyncio.sleep_ms(0)
    print(p.poll(0), t.done())
    flag.set()
    await t
    print(p.poll(0))


asyncio.run(main())
p.unregister(flag)
