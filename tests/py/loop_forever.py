# run_forever ends with stop(), what is still running goes on with the next run_forever.
import asyncio

loop = asyncio.get_event_loop()


async def worker(name, n):
    for i in range(n):
        print(name, i)
        await asyncio.sleep_ms(20)
    print(name, "stops the loop")
    loop.stop()
    print(name, "still has its turn")
    await asyncio.sleep_ms(0)
    print(name, "end")


async def background():
    for i in range(4):
        print("background", i)
        await asyncio.sleep_ms(0)


loop.create_task(worker("a", 2))
print(loop.run_forever())
loop.create_task(worker("b", 1))
print(loop.run_forever())

# stop() before run_forever is forgotten; stop() twice is like once.
loop.stop()


async def twice():
    print("twice")
    await asyncio.sleep_ms(20)
    loop.stop()
    loop.stop()
    print("stopped")


loop.create_task(background())
loop.create_task(twice())
loop.run_forever()
print("out")


# A task that fails doesn't end run_forever.
async def fail():
    raise ValueError("fail")


loop.set_exception_handler(lambda l, c: print("handler", repr(c["exception"])))
loop.create_task(fail())
loop.create_task(twice())
loop.run_forever()


# The handler may stop the loop.
def stop_handler(loop, context):
    print("handler stops", repr(context["exception"]))
    loop.stop()


loop.set_exception_handler(stop_handler)
loop.create_task(fail())
loop.run_forever()
loop.set_exception_handler(None)


# stop() does nothing to run_until_complete.
async def stopper():
    loop.stop()
    await asyncio.sleep_ms(0)
    return "went on"


print(loop.run_until_complete(stopper()))
