# The inner modules third parties import, in every spelling of the import statement.
import asyncio
import asyncio.core
import asyncio.event, asyncio.funcs, asyncio.lock, asyncio.stream
from asyncio import core, event, funcs, lock, stream
from asyncio.core import Task, TaskQueue, sleep_ms, Loop
from asyncio.event import Event, ThreadSafeFlag
from asyncio.funcs import wait_for, wait_for_ms, gather
from asyncio.lock import Lock
from asyncio.stream import Stream, StreamReader, StreamWriter, Server
from asyncio.stream import open_connection, start_server
import asyncio.core as core2

print(asyncio.core is core, core2 is core)
# Here they are one module.
print([m.__name__.split(".")[0] for m in (core, event, funcs, lock, stream)])
print(asyncio.Event is Event, event.Event is Event)
print(asyncio.ThreadSafeFlag is ThreadSafeFlag, asyncio.Lock is Lock)
print(asyncio.wait_for is wait_for, asyncio.wait_for_ms is wait_for_ms, asyncio.gather is gather)
print(asyncio.StreamReader is Stream, StreamReader is Stream, StreamWriter is Stream)
print(asyncio.open_connection is open_connection, asyncio.start_server is start_server)
print(asyncio.Task is Task, asyncio.TaskQueue is TaskQueue, asyncio.sleep_ms is sleep_ms)
print(asyncio.Loop is Loop, core.get_event_loop() is Loop)
print(core.CancelledError is asyncio.CancelledError, core.TimeoutError is asyncio.TimeoutError)

for name in (
    "create_task run run_until_complete sleep sleep_ms current_task get_event_loop "
    "new_event_loop ticks cur_task _task_queue _io_queue"
).split():
    print("core", name, hasattr(core, name))
