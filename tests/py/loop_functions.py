# The Loop object's functions, from outside and inside a run.
import asyncio

loop = asyncio.get_event_loop()
print(loop is asyncio.Loop, asyncio.get_event_loop(1, 2) is loop, asyncio.new_event_loop() is loop)
print(asyncio.get_event_loop(runq_len=1, waitq_len=2) is loop)


async def child(v):
    await asyncio.sleep_ms(0)
    return v


async def fail():
    await asyncio.sleep_ms(0)
    raise ValueError("fail")


print(loop.run_until_complete(child(1)))
t = loop.create_task(child(2))
print(type(t) is asyncio.Task, loop.run_until_complete(t), t.done())
try:
    loop.run_until_complete(fail())
except ValueError as er:
    print(repr(er))
print(loop.close(), loop.run_until_complete(child("close changes nothing")))


async def main():
    print(asyncio.get_event_loop() is loop)
    t = loop.create_task(child(3))
    return await t


print(loop.run_until_complete(main()))

# Exception handlers.
print(loop.get_exception_handler())


def handler(loop, context):
    print("handler", context)


print(loop.set_exception_handler(handler), loop.get_exception_handler() is handler)
loop.call_exception_handler({"message": 1})
print(asyncio.new_event_loop().get_exception_handler() is handler)
loop.set_exception_handler(None)
print(loop.get_exception_handler())
