"""Runs one program once and reads its figures."""

import re
import subprocess
import time
from pathlib import Path

from rows import BYTES_OPERATIONS

PROGRAMS = Path(__file__).resolve().parent.parent

# Runs that count bytes have the collector off, so they need room for everything they allocate.
BYTES_HEAP = "128m"


class Failed(Exception):
    pass


def command(binary, row, mode, n):
    heap = BYTES_HEAP if mode == "bytes" else row.heap
    words = [str(word) for word in (mode, n, *row.words)]
    return [str(binary), "-X", f"heapsize={heap}", row.program, *words]


def finish(process, row, mode, timeout):
    """The numbers of the line that the program prints."""
    try:
        out, err = process.communicate(timeout=timeout)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        raise Failed(f"{row.key}: {mode} run took more than {timeout} s") from None
    line = re.search(rf"^{mode} (\d+) (-?\d+)(?: (\d+))?$", out, re.MULTILINE)
    if process.returncode != 0 or not line:
        raise Failed(f"{row.key}: {mode} run failed with {process.returncode}\n{out}{err}")
    return [int(number) for number in line.groups() if number is not None]


def start(argv):
    # A fixed environment: it lies on the stack, and counted figures are to be the same everywhere.
    return subprocess.Popen(
        argv,
        cwd=PROGRAMS,
        env={"PATH": "/usr/local/bin:/usr/bin:/bin"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def time_of(process, row):
    """(processor, wall) nanoseconds per operation of a started timed run."""
    operations, cpu, wall = finish(process, row, "time", 120)
    return cpu * 1000 / operations, wall * 1000 / operations


def sleeps(pid):
    """How often the threads of a process have gone to sleep so far."""
    tasks = Path(f"/proc/{pid}/task").glob("*/status")
    return sum(int(re.search(r"^voluntary_ctxt_switches:\s+(\d+)", task.read_text(), re.M)[1]) for task in tasks)


def wakes(binary, row, settle=3, watch=3):
    """How often a second a program wakes that has waited for some seconds; counted by the system."""
    process = start(command(binary, row, "time", (settle + watch + 60) * 1000))
    try:
        time.sleep(settle)
        before = sleeps(process.pid)
        time.sleep(watch)
        return (sleeps(process.pid) - before) / watch
    finally:
        process.kill()
        process.communicate()


def bytes_per_operation(binary, row, n):
    operations, taken = finish(start(command(binary, row, "bytes", n)), row, "bytes", 60)
    return taken / operations


def runs_locked(binary, row, n):
    """Whether the operations run with the heap locked. Tasks that die of it may leave the main task
    waiting for ever, so a run without an answer is a no."""
    try:
        return finish(start(command(binary, row, "lock", n)), row, "lock", 10)[1] == 0
    except Failed:
        return False


def instructions(binary, row):
    """Instructions per operation: the difference of two run lengths, so that start-up cancels."""
    totals = []
    for n in row.counted:
        argv = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"]
        process = start(argv + command(binary, row, "time", n))
        out, err = process.communicate(timeout=120)
        collected = re.search(r"Collected : (\d+)", err)
        if process.returncode != 0 or not collected:
            raise Failed(f"{row.key}: callgrind failed\n{out}{err}")
        totals.append(int(collected.group(1)))
    return round((totals[1] - totals[0]) / (row.counted[1] - row.counted[0]), 1)


def counted(binary, row):
    """(instructions, bytes) per operation on unix, None for what the row doesn't count."""
    return (
        instructions(binary, row) if row.counted else None,
        bytes_per_operation(binary, row, BYTES_OPERATIONS) if "bytes" in row.modes else None,
    )
