# Every public name is there, and is the kind of thing it should be.
import asyncio

for name in (
    "create_task run sleep sleep_ms wait_for wait_for_ms gather current_task get_event_loop "
    "new_event_loop CancelledError TimeoutError Task TaskQueue Event ThreadSafeFlag Lock Loop "
    "StreamReader StreamWriter open_connection start_server"
).split():
    print(name, callable(getattr(asyncio, name)))

print(asyncio.__name__, asyncio.__version__)
print(issubclass(asyncio.CancelledError, BaseException))
print(issubclass(asyncio.CancelledError, Exception))
print(issubclass(asyncio.TimeoutError, Exception))
print(asyncio.CancelledError.__name__, asyncio.TimeoutError.__name__)
print(repr(asyncio.CancelledError(1, 2)), repr(asyncio.TimeoutError()))

for name in (
    "create_task run_forever run_until_complete stop close set_exception_handler "
    "get_exception_handler default_exception_handler call_exception_handler"
).split():
    print(name, callable(getattr(asyncio.Loop, name)))

for cls, names in (
    (asyncio.Event, "is_set set clear wait"),
    (asyncio.ThreadSafeFlag, "set clear wait"),
    (asyncio.Lock, "locked release acquire __aenter__ __aexit__"),
    (
        asyncio.StreamReader,
        "get_extra_info close wait_closed read readinto readexactly readline write drain "
        "aclose awrite awritestr",
    ),
    (asyncio.TaskQueue, "peek push pop remove"),
):
    for name in names.split():
        print(cls.__name__, name, callable(getattr(cls, name)))
