# new_event_loop() forgets every task and every stream that was waited for.
import asyncio
from asyncio import core


async def child(name):
    print(name, "start")
    await asyncio.sleep_ms(0)
    print(name, "end")


async def main(name):
    asyncio.create_task(child(name))
    await asyncio.sleep_ms(0)
    print("main", name)


asyncio.run(main("one"))
print(core._task_queue.peek() is not None)
print(asyncio.new_event_loop() is asyncio.get_event_loop())
print(core._task_queue.peek())
# The task left over from "one" never gets its second turn.
asyncio.run(main("two"))
asyncio.run(main("three"))


# A flag nobody sets keeps a loop waiting; a new one knows nothing of it.
async def wait_flag(flag):
    await flag.wait()
    print("not reached")


async def main2():
    asyncio.create_task(wait_flag(asyncio.ThreadSafeFlag()))
    await asyncio.sleep_ms(0)


asyncio.new_event_loop()
asyncio.run(main2())
asyncio.new_event_loop()
asyncio.get_event_loop().create_task(child("four"))
core.run_until_complete()
print("done")
