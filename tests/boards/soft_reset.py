#!/usr/bin/env python3
"""After a soft reset nothing of the old loop is left, on an emulated board: soft_reset.py MPY [MAKE-VARIABLE...]"""

import os
import sys

import run
from board import console

# Leaves a loop behind in the middle of its work: tasks that sleep, that wait and that are ready, and a handler.
BEFORE = """
import asyncio
asyncio.own = "mine"

async def ticker(name):
    while True:
        print("tick", name)
        await asyncio.sleep_ms(1)

async def wait(what):
    await what.wait()

async def main():
    asyncio.create_task(ticker("old"))
    asyncio.create_task(wait(asyncio.Event()))
    asyncio.create_task(wait(asyncio.ThreadSafeFlag()))
    asyncio.get_event_loop().set_exception_handler(print)
    await asyncio.sleep_ms(50)
    raise ValueError("leave")

# Names that were assigned, in maps that are in the heap.
asyncio.create_task = asyncio.core.sleep_ms = None
asyncio.Polyfill = asyncio.core.Polyfill = 1
asyncio.core._task_queue = asyncio.core.TaskQueue()
asyncio.create_task = asyncio.core.create_task

try:
    asyncio.run(main())
except ValueError as e:
    print(e, asyncio.core._task_queue.peek() is not None)
"""

AFTER = """
import asyncio
print(asyncio.core._task_queue.peek(), asyncio.core.cur_task, asyncio.get_event_loop().get_exception_handler())

print(hasattr(asyncio, "Polyfill"), hasattr(asyncio.core, "Polyfill"), asyncio.core.sleep_ms is asyncio.sleep_ms)

async def child():
    print("child")

async def main():
    t = asyncio.create_task(child())
    await asyncio.sleep_ms(20)
    flag = asyncio.ThreadSafeFlag()
    flag.set()
    await flag.wait()
    print("done", t.done())

asyncio.run(main())
"""

# Whichever import comes first after the reset finds what is to be there, and prepares the library.
FIRST_IMPORTS = [
    "import asyncio",
    "import _asyncio\n_asyncio.Task",
    "from asyncio.event import Event",
    "import asyncio.core as core\ncore.Polyfill = 2\ndel core.Polyfill",
]

LIMIT_S = 60
EXPECTED = "None None None\nFalse False True\nchild\ndone True\n"


def check(mpy, board, extra):
    try:
        with console(mpy, board, extra, LIMIT_S) as pyb:
            for first in FIRST_IMPORTS:
                pyb.enter_raw_repl(soft_reset=True)
                before = pyb.exec_(BEFORE).decode().replace("\r", "")
                if not before.endswith("leave True\n") or before.count("tick old") < 2:
                    return "the loop was not left in its work:\n" + before
                pyb.enter_raw_repl(soft_reset=True)
                after = pyb.exec_(first + AFTER).decode().replace("\r", "")
                if after != EXPECTED:
                    return "after the reset:\n%s\nexpected:\n%s" % (after, EXPECTED)
    except TimeoutError:
        return "it said nothing more for %d s" % LIMIT_S
    return None


def main():
    mpy, extra = os.path.abspath(sys.argv[1]), sys.argv[2:]
    passed = 0
    for board in run.BOARDS:
        wrong = check(mpy, board, extra)
        print("%s: %s" % (board, wrong or "a new loop after each of %d soft resets" % len(FIRST_IMPORTS)))
        passed += not wrong
    print("%d passed, %d failed" % (passed, len(run.BOARDS) - passed))
    return passed < len(run.BOARDS)


sys.exit(main())
