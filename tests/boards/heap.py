"""The heap that asyncio's objects take on an emulated board, upstream's beside ours: a table of docs/size.md."""

import os
import re

from board import console

BOARD = "STM32F405"
PROGRAM = os.path.join(os.path.dirname(os.path.abspath(__file__)), "heap_objects.py")
LIMIT_S = 120
NAMES = {
    "task": "a Task with its coroutine, to begin with `create_task`",
    "event": "an Event",
    "lock": "a Lock",
    "flag": "a ThreadSafeFlag",
    "stream": "a Stream",
    "server": "a Server that listens, its task included",
    "connection": "a connection whose task waits in `readline`, its socket not included",
}
SHARE = 1 / 2


def taken(mpy, column, variables):
    """{name: bytes}"""
    with open(PROGRAM) as f, console(mpy, BOARD, variables, LIMIT_S, column) as board:
        board.enter_raw_repl()
        said = board.exec_(f.read()).decode()
    found = {name: int(number) for number, name in re.findall(r"^(\d+) (\w+)", said, re.MULTILINE)}
    assert found.keys() == NAMES.keys(), said
    return found


def table(ours, theirs):
    lines = ["| object | this | upstream's |", "|---|---:|---:|"]
    lines += ["| %s | %d | %d |" % (name, ours[key], theirs[key]) for key, name in NAMES.items()]
    return "\n".join(lines + ["| **sum** | **%d** | **%d** |" % (sum(ours.values()), sum(theirs.values()))])


def verdict(ours, theirs):
    """Whether none is larger than upstream's and their sum is at most a half, in words."""
    larger = ["%s by %d" % (NAMES[key], ours[key] - theirs[key]) for key in NAMES if ours[key] > theirs[key]]
    share = sum(ours.values()) / sum(theirs.values())
    said = "Larger than upstream's: " + "; ".join(larger) if larger else "None is larger than upstream's"
    said += ". The sum is %.2f of upstream's" % share
    return said + (" (goal: 0.50)." if share <= SHARE else ", where 0.50 was the goal: %d bytes more." % (
        sum(ours.values()) - SHARE * sum(theirs.values())
    ))
