# The old name of the module gives the same objects, submodule attributes included.
import uasyncio
import asyncio
from uasyncio import Event, sleep_ms, gather

for name in (
    "create_task run sleep sleep_ms wait_for wait_for_ms gather current_task get_event_loop "
    "new_event_loop CancelledError TimeoutError Task TaskQueue Event ThreadSafeFlag Lock Loop "
    "StreamReader StreamWriter open_connection start_server core __version__"
).split():
    print(name, getattr(uasyncio, name) is getattr(asyncio, name))

try:
    uasyncio.no_such_name
except AttributeError:
    print("AttributeError")


async def main():
    ev = Event()

    async def setter():
        await sleep_ms(0)
        ev.set()
        return "set"

    return await gather(ev.wait(), uasyncio.create_task(setter()))


print(uasyncio.run(main()))
