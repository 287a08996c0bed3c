#!/usr/bin/env python3
"""Ctrl-C on the console of an emulated board ends the loop, again and again: ctrl_c.py MPY [MAKE-VARIABLE...]"""

import os
import random
import sys
import time

from board import console

BOARDS = ["STM32F405", "ARMV6M"]
TIMES = 100
LIMIT_S = 120

# Without `async with` in what is interrupted: once the end of one that Ctrl-C came into called `__aexit__` of None.
# Each time the loop is busy, or has little to do, or nothing at all; then a new loop begins, or the old one goes on with
# what was left in it.
PROGRAM = """
import asyncio, gc

async def busy(lock):
    while True:
        await lock.acquire()
        try:
            await asyncio.sleep_ms(0)
        finally:
            lock.release()

async def sleeps():
    while True:
        await asyncio.sleep_ms(3)

async def forever(i):
    lock = asyncio.Lock()
    if i % 3 == 0:
        for _ in range(3):
            asyncio.create_task(busy(lock))
    elif i % 3 == 1:
        for _ in range(3):
            asyncio.create_task(sleeps())
    print("go")
    await asyncio.wait_for(asyncio.Event().wait(), 60)

async def child(event, lock, log):
    await event.wait()
    async with lock:
        await asyncio.sleep_ms(1)
        log.append(1)

async def check():
    event, lock, log = asyncio.Event(), asyncio.Lock(), []
    tasks = [asyncio.create_task(child(event, lock, log)) for _ in range(5)]
    event.set()
    for task in tasks:
        await asyncio.wait_for(task, 10)
    return len(log)

ended = fine = free = 0
for i in range(TIMES):
    try:
        asyncio.run(forever(i))
    except KeyboardInterrupt:
        ended += 1
    if i % 2:
        asyncio.new_event_loop()
    fine += asyncio.run(check()) == 5
    if i % 2:
        gc.collect()
        free = free or gc.mem_free()
print("ended", ended, "fine", fine, "leaked", max(0, free - gc.mem_free() - 512))
"""


def check(mpy, board, variables):
    expected = "ended %d fine %d leaked 0\r\n" % (TIMES, TIMES)
    with console(mpy, board, variables, LIMIT_S) as pyb:
        pyb.enter_raw_repl(soft_reset=True)
        pyb.exec_raw_no_follow("TIMES = %d\n" % TIMES + PROGRAM)
        for i in range(TIMES):
            said = pyb.read_until(1, b"go\r\n")
            if said != b"go\r\n":
                return "before Ctrl-C number %d it said %r" % (i + 1, said)
            time.sleep(random.uniform(0, 0.02))
            pyb.serial.write(b"\x03")
        said, errors = pyb.follow(30)
        return None if said.decode() == expected else (said + errors).decode()


def main():
    random.seed(1)
    mpy, variables = os.path.abspath(sys.argv[1]), sys.argv[2:]
    passed = 0
    for board in BOARDS:
        wrong = check(mpy, board, variables)
        print("%s: %s" % (board, wrong or "ended by Ctrl-C %d times, and fine after each" % TIMES))
        passed += not wrong
    print("%d passed, %d failed" % (passed, len(BOARDS) - passed))
    return passed < len(BOARDS)


sys.exit(main())
