# "from asyncio import *" brings the public names in (those upstream's package holds itself; the
# others, loaded on demand there, may come too).
from asyncio import *


async def main():
    task = create_task(child())
    await sleep(0)
    await sleep_ms(0)
    print(current_task() is not task, type(task) is Task)
    print(await task)


async def child():
    return "child"


print(run(main()))
print(CancelledError.__name__, TimeoutError.__name__)
print(get_event_loop() is Loop, new_event_loop() is Loop)

import asyncio

print("sleep" in asyncio.__dict__, "__name__" in asyncio.__dict__, "nothing" in asyncio.__dict__)
