# The heap that `import asyncio` takes, every public name touched. Uses no meter: that imports asyncio.

import gc

NAMES = (
    "create_task run sleep sleep_ms wait_for wait_for_ms gather current_task get_event_loop "
    "new_event_loop CancelledError TimeoutError Task TaskQueue Event ThreadSafeFlag Lock Loop "
    "StreamReader StreamWriter open_connection start_server __version__"
).split()


def heap():
    gc.collect()
    return gc.mem_alloc() if hasattr(gc, "mem_alloc") else 0


def taken():
    before = heap()
    import asyncio

    for name in NAMES:
        getattr(asyncio, name, None)
    return heap() - before


print("bytes", 1, taken())
