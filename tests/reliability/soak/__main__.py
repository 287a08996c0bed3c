"""Everything at once for a long time: afterwards there is as much memory as after the first tenth of it, in blocks as large.

The library keeps a few coroutines to use them again, and where in the heap they are, and how many there are of them, is
another one each time: the largest free block goes up and down.  What must not be is that it gets smaller and smaller.

    python3 tests/reliability/soak unix MICROPYTHON [--seconds N]
    python3 tests/reliability/soak board MPY [--seconds N] [--make MAKE-VARIABLE...]

On the board, the pyboard's chip with the pyboard's heap, time is emulated: it is over when the emulator has done its work.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
BOARD = "STM32F405"
CHECKS = 10
# Bytes that the few coroutines take.
SLACK = 256
# Instructions take 8 ns each, as on the chip, and idle time is skipped.
EMULATED_TIME = "-icount shift=3,sleep=off"
LOOK = re.compile(r"^after (\d+) s (\d+) descriptors (\d+) free$.*?max free sz: (\d+)", re.M | re.S)
# All of these have been done.
COMMON = ["sleep", "lock", "event", "gather", "cancel", "failed task", "stream written in Python", "flag of an interrupt",
          "flag of a callback", "wait_for in time", "wait_for too late"]  # fmt: skip
SOCKETS = ["connection", "talk on one connection", "server"]


def on_unix(micropython, text, limit_s):
    with tempfile.NamedTemporaryFile("w", suffix=".py") as f:
        f.write(text)
        f.flush()
        command = [micropython, "-X", "heapsize=2M", f.name]
        return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=limit_s).stdout


def on_board(mpy, text, limit_s, variables):
    sys.path.insert(0, str(HERE.parents[1] / "boards"))
    from board import console

    with console(mpy, BOARD, [*variables, f"QEMU_EXTRA={EMULATED_TIME}"], limit_s) as pyb:
        pyb.enter_raw_repl(soft_reset=True)
        pyb.exec_raw_no_follow(text)
        said, errors = pyb.follow(None)
        return (said + errors).decode().replace("\r", "")


def judge(said, wanted):
    looks = [tuple(map(int, found)) for found in LOOK.findall(said)]
    for seconds, descriptors, free, largest in looks:
        print(f"after {seconds} s: {free} B free, {largest} blocks of it in one piece, {descriptors} descriptors")
    counts = re.search(r"^\[\('.*$", said, re.M)
    print(counts.group() if counts else said[-3000:])
    missing = [what for what in wanted if not counts or f"('{what}', " not in counts.group()]
    if missing:
        print("not done:", missing)
    checks = [len(looks) == CHECKS, said.rstrip().endswith("ended 0 []"), not missing]
    if len(looks) > 1:
        _, descriptors, free, largest = zip(*looks)
        half = len(looks) // 2
        checks += [
            descriptors[-1] == descriptors[0],
            free[-1] >= free[0] - SLACK,
            min(largest[half:]) >= min(largest[:half]) / 2,
        ]
    if not all(checks):
        print(said[-2000:])
    return checks


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("where", choices=["unix", "board"])
    parser.add_argument("what", help="the executable, or the tree of MicroPython")
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--make", action="append", default=[])
    arguments = parser.parse_args()
    text = f"SECONDS, CHECKS, SEED = {arguments.seconds}, {CHECKS}, {arguments.seed}\n" + (HERE / "program.py").read_text()
    start = time.monotonic()
    if arguments.where == "unix":
        said = on_unix(os.path.abspath(arguments.what), text, arguments.seconds + 120)
        checks = judge(said, COMMON + SOCKETS)
    else:
        checks = judge(on_board(os.path.abspath(arguments.what), text, 3600, arguments.make), COMMON)
    print(f"{arguments.where}: {arguments.seconds} s in {time.monotonic() - start:.0f} s")
    print(f"{sum(checks)} passed, {len(checks) - sum(checks)} failed")
    sys.exit(not all(checks))


main()
