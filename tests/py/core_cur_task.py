# core.cur_task and current_task(): the running task inside, None or an error outside.
import asyncio
from asyncio import core

print(core.cur_task)
try:
    asyncio.current_task()
except RuntimeError as er:
    print(er)


async def child(name):
    me = core.cur_task
    print(name, me is asyncio.current_task(), type(me) is asyncio.Task)
    await asyncio.sleep_ms(0)
    print(name, me is core.cur_task)
    return me


async def main():
    me = core.cur_task
    a = asyncio.create_task(child("a"))
    b = asyncio.create_task(child("b"))
    print(me is core.cur_task)
    print(await a is a, await b is b, a is b)
    print(me is core.cur_task)
    # A coroutine awaited directly runs as part of the task that awaits it.
    print(await child("inline") is me)
    # One that is turned into a task by wait_for doesn't.
    print(await asyncio.wait_for(child("wait_for"), 1) is me)


asyncio.run(main())
print(core.cur_task)
try:
    asyncio.current_task()
except RuntimeError as er:
    print(er)


async def fail():
    raise ValueError


try:
    asyncio.run(fail())
except ValueError:
    print(core.cur_task)
