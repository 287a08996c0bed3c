# A Runner that is closed where a loop runs raises RuntimeError and changes nothing. (CPython's raises it, too, but has cancelled
# all tasks by then.)
import asyncio


def attempt(function):
    try:
        return function()
    except (RuntimeError, SystemExit) as error:
        return str(error)


async def value():
    return 1


async def closes_itself():
    print(attempt(runner.close))
    await asyncio.sleep(0.01)
    return "went on"


runner = asyncio.Runner()
print(runner.run(closes_itself()))
print(runner.run(value()))
runner.close()


async def closed_by_callback():
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    future.add_done_callback(lambda future: print("callback", attempt(runner.close)))
    future.set_result(None)
    loop.call_soon(lambda: print("soon", attempt(runner.close)))
    await asyncio.sleep(0.02)
    return "went on"


runner = asyncio.Runner()
print(runner.run(closed_by_callback()))
runner.close()


async def another():
    with asyncio.Runner():
        print("begun")


runner = asyncio.Runner()
try:
    runner.run(another())
except RuntimeError as error:
    print(error)
print(runner.run(value()))
runner.close()


# A task that stops the loop while the Runner is closed: what is left then does not go on in the next run.
async def stops():
    try:
        await asyncio.sleep(5)
    except asyncio.CancelledError:
        raise SystemExit(7)


async def leaves():
    asyncio.create_task(stops())
    await asyncio.sleep(0)


async def leaves_late():
    # Its turn comes behind that of the one which stops the loop.
    try:
        await asyncio.sleep(5)
    finally:
        await asyncio.sleep(0.01)
        print("never")


async def leaves_both():
    await leaves()
    asyncio.create_task(leaves_late())
    await asyncio.sleep(0)


runner = asyncio.Runner()
runner.run(leaves_both())
print(attempt(runner.close), attempt(runner.close), attempt(runner.get_loop))


async def count():
    await asyncio.sleep(0.03)
    return len(asyncio.all_tasks())


print(asyncio.run(count()))
