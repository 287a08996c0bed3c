# The main task is a task like any other: done after the run, its result can be awaited, and whoever
# waited for it goes on in the next run.
import asyncio
from asyncio import core

main_task = None


async def waiter(name):
    print(name, "got", await main_task)
    return name


async def main():
    global main_task
    main_task = asyncio.current_task()
    ws.append(asyncio.create_task(waiter("a")))
    ws.append(asyncio.create_task(waiter("b")))
    await asyncio.sleep_ms(20)
    return "main's result"


ws = []
print(asyncio.run(main()))
print(main_task.done(), main_task.cancel(), ws[0].done(), ws[1].done())
print(asyncio.run(waiter("c")))
print(ws[0].done(), ws[1].done())

# With run_until_complete and a task that exists already, done or not.
t = asyncio.create_task(waiter("d"))
print(core.run_until_complete(t), t.done())
t = asyncio.create_task(waiter("e"))
w = asyncio.create_task(asyncio.wait_for(t, 1))
print(asyncio.get_event_loop().run_until_complete(t), t.done())
print(asyncio.get_event_loop().run_until_complete(w), w.done())
