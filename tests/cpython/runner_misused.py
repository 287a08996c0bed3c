# A Runner that has not begun: closing it, and running it where it cannot run, leave it as it is.
import asyncio


def attempt(function, *args):
    try:
        return function(*args)
    except BaseException as error:
        return type(error).__name__


async def value():
    return 1


# Nothing has begun, so nothing is over.
runner = asyncio.Runner()
runner.close()
print(runner.run(value()))
runner.close()
print(attempt(runner.get_loop))


async def runs_in_a_run():
    coro = value()
    print(attempt(runner.run, coro))
    coro.close()


# Running it where it cannot run does not begin it.
runner = asyncio.Runner()
with asyncio.Runner() as other:
    other.run(runs_in_a_run())
runner.close()
print(runner.run(value()))
runner.close()
