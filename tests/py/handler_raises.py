# An exception handler that itself raises: the exception leaves asyncio.run; no other task is lost.
import asyncio

loop = asyncio.get_event_loop()


class Own(BaseException):
    pass


def make_handler(er):
    def handler(loop, context):
        print("handler", repr(context["exception"]))
        raise er

    return handler


async def fail(n):
    raise ValueError(n)


async def other(name, n):
    for i in range(n):
        print(name, i)
        await asyncio.sleep_ms(0)
    return name + " is done"


async def wait(t):
    print("waited for", await t)


for er in (RuntimeError("handler failed"), SystemExit(2), KeyboardInterrupt(), Own()):
    asyncio.new_event_loop()
    loop.set_exception_handler(make_handler(er))
    failing = asyncio.create_task(fail(1))
    t = asyncio.create_task(other("other", 4))
    asyncio.create_task(wait(t))
    try:
        asyncio.run(other("main", 3))
    except BaseException as er2:
        print("run raised", repr(er2))
    loop.set_exception_handler(None)
    print(asyncio.run(wait(t)))
    # The failing task is done, and its own exception is still there.
    try:
        asyncio.run(wait(failing))
    except ValueError as er2:
        print("failing", er2)
loop.set_exception_handler(None)
