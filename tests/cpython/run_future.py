# run_until_complete of a future: its outcome, also if it is done already.
import asyncio


def attempt(future):
    try:
        return loop.run_until_complete(future)
    except (asyncio.CancelledError, ValueError) as error:
        return type(error).__name__, error.args


class Named(asyncio.Future):
    pass


loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop) if hasattr(asyncio, "set_event_loop") else None
for make in (loop.create_future, lambda: asyncio.Future(loop=loop), lambda: Named(loop=loop)):
    future = make()
    future.set_result(1)
    print(attempt(future), attempt(future))
    future = make()
    loop.call_later(0.01, future.set_result, 2)
    print(attempt(future))
    future = make()
    loop.call_soon(future.set_exception, ValueError("three"))
    print(attempt(future))
    future = make()
    loop.call_soon(future.cancel)
    print(attempt(future), future.cancelled())
loop.close()
