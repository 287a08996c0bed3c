# Awaiting a task that failed again and again does not make its exception's traceback longer. (Upstream cannot do it twice.)
import asyncio
import io
import sys


async def fails(exception):
    raise exception


def lines(er):
    out = io.StringIO()
    sys.print_exception(er, out)
    return out.getvalue().count("File")


class Own(ValueError):
    pass


async def again(task):
    try:
        await task
    except BaseException as er:
        return lines(er)


async def main():
    for exception in (ValueError("x"), Own("y"), KeyError):
        task = asyncio.create_task(fails(exception))
        await asyncio.sleep_ms(0)
        print(await again(task), await again(task), await again(task), await again(task))

    # Also when the first who waits has waited before its end, and when there are two.
    task = asyncio.create_task(fails(ValueError("z")))
    print(await asyncio.gather(again(task), again(task), again(task)), await again(task))
    print(await again(asyncio.create_task(asyncio.wait_for(task, 1))), await again(task))


asyncio.run(main())
