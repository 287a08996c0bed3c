# Wrong argument counts and unknown keywords: TypeError, whoever is called.
import asyncio
from asyncio import core
from asyncio.stream import Stream


async def nop():
    pass


def attempt(name, f, *args, **kwargs):
    try:
        f(*args, **kwargs)
        print(name, len(args), "accepted")
    except TypeError:
        print(name, len(args), "TypeError")


attempt("create_task", asyncio.create_task)
attempt("create_task", asyncio.create_task, nop(), 2)
attempt("create_task", asyncio.create_task, nop(), foo=2)
attempt("run", asyncio.run)
attempt("run", asyncio.run, nop(), 2)
attempt("sleep", asyncio.sleep)
attempt("sleep", asyncio.sleep, 1, 2)
attempt("sleep_ms", asyncio.sleep_ms)
attempt("sleep_ms", asyncio.sleep_ms, 1, 2, 3)
attempt("wait_for", asyncio.wait_for)
attempt("wait_for", asyncio.wait_for, nop())
attempt("wait_for_ms", asyncio.wait_for_ms, nop())
attempt("wait_for_ms", asyncio.wait_for_ms, nop(), 1, 2)
attempt("gather", asyncio.gather, nop(), foo=1)
attempt("current_task", asyncio.current_task, 1)
attempt("new_event_loop", asyncio.new_event_loop, 1)
attempt("get_event_loop", asyncio.get_event_loop, 1, 2, 3)
attempt("Task", asyncio.Task)
attempt("Task", asyncio.Task, 1, 2, 3)
attempt("TaskQueue", asyncio.TaskQueue, 1, 2)
attempt("Event", asyncio.Event, 1)
attempt("Lock", asyncio.Lock, 1)
attempt("ThreadSafeFlag", asyncio.ThreadSafeFlag, 1)
attempt("Stream", Stream)
attempt("Stream", Stream, 1, {}, 3)
attempt("open_connection", asyncio.open_connection)
attempt("open_connection", asyncio.open_connection, "127.0.0.1")
attempt("open_connection", asyncio.open_connection, "127.0.0.1", 80, foo=1)
attempt("start_server", asyncio.start_server, nop)
attempt("start_server", asyncio.start_server, nop, "127.0.0.1", 80, 5, None, 6)

q = asyncio.TaskQueue()
attempt("push", q.push)
attempt("push", q.push, 1, 2, 3)
attempt("pop", q.pop, 1)
attempt("peek", q.peek, 1)
attempt("remove", q.remove)
t = asyncio.Task(None)
attempt("done", t.done, 1)
attempt("cancel", t.cancel, 1, 2)

e = asyncio.Event()
for name in ("set", "clear", "is_set", "wait"):
    attempt("Event." + name, getattr(e, name), 1)
e = asyncio.Lock()
for name in ("locked", "release", "acquire"):
    attempt("Lock." + name, getattr(e, name), 1)
e = asyncio.ThreadSafeFlag()
for name in ("set", "clear", "wait"):
    attempt("ThreadSafeFlag." + name, getattr(e, name), 1)
s = Stream(1)
for name in ("drain", "close", "wait_closed", "readline"):
    attempt("Stream." + name, getattr(s, name), 1)
for name in ("readinto", "readexactly", "write", "get_extra_info", "awrite"):
    attempt("Stream." + name, getattr(s, name))

loop = asyncio.get_event_loop()
for name in ("create_task", "run_until_complete", "set_exception_handler"):
    attempt("Loop." + name, getattr(loop, name))
for name in ("run_forever", "stop", "close", "get_exception_handler"):
    attempt("Loop." + name, getattr(loop, name), 1)

print(core._task_queue.peek())
