"""Lets every allocation of programs fail, one after the other, and looks at what becomes of their tasks (sweep.py).

Each program of programs/ runs with the N-th allocation failing: it alone, with the two that follow, and with all that follow,
or every second, third or seventh of them; for every N, or every --stride-th. One process goes on from N to N; one that
crashes or hangs is followed by another.
"""

import argparse
import concurrent.futures
import re
import sys
import time
from pathlib import Path

from targets import Board, Broken, Unix

HERE = Path(__file__).resolve().parent
MODES = "once", "thrice", "on", "second", "third", "seventh"
# Bytes of the heap and descriptors that may be gone after a sweep: what is kept for the next time.
HEAP_KEPT, DESCRIPTORS_KEPT = 8192, 0


def programs(files):
    for file in files:
        source = (HERE / "programs" / f"{file}.py").read_text()
        found = re.search(r"^PROGRAMS = (.*?)\n(?:\)|\n|$)", source + "\n\n", re.S | re.M)
        if found:
            for name in re.findall(r'"(\w+)"', found.group(1)):
                yield f"{file}.{name}"


class Result:
    def __init__(self, program, mode):
        self.program, self.mode = program, mode
        self.points = self.seconds = 0
        self.failures = []


def sweep(target, program, mode, stride):
    result = Result(program, mode)
    first, began = 1, time.monotonic()
    while len(result.failures) < 8:
        at, done, broken = None, False, "ended without a word"
        try:
            for line in target.run(program, mode, first, stride):
                word, *values = line.split(" ", 2)
                if word == "at":
                    at = int(values[0])
                    result.points += 1
                elif word == "FAIL":
                    result.failures.append((int(values[0]), values[1]))
                elif word == "done":
                    done = True
                    result.points -= 1
                    heap, descriptors = map(int, values)
                    if heap > HEAP_KEPT:
                        result.failures.append((0, f"{heap} bytes of the heap are gone"))
                    if descriptors > DESCRIPTORS_KEPT:
                        result.failures.append((0, f"{descriptors} descriptors are gone"))
        except Broken as error:
            done, broken = False, error
        if done:
            break
        result.failures.append((at or 0, broken))
        if at is None:
            break
        first = at + stride
    result.seconds = time.monotonic() - began
    return result


def results(target, jobs, stride, n):
    if isinstance(target, Board):
        # There is one, and its alarm clock is the main thread's.
        yield from (sweep(target, *job, stride) for job in jobs)
    else:
        with concurrent.futures.ThreadPoolExecutor(n) as pool:
            yield from pool.map(lambda job: sweep(target, *job, stride), jobs)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("micropython", help="the executable, or with --board the emulated board")
    parser.add_argument("tree", help="that it was built from")
    parser.add_argument("programs", nargs="*", help="<file>.<program> or <file>, all by default")
    parser.add_argument("--stride", type=int, default=1, help="every so many allocations")
    parser.add_argument("--modes", nargs="+", choices=MODES, default=MODES)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--board", action="store_true")
    parser.add_argument("--make", action="append", default=[], help="further variables for make, for a board's firmware")
    options = parser.parse_args()
    if options.board:
        target = Board(options.micropython, options.tree, options.make)
    else:
        target = Unix(options.micropython, options.tree)
    wanted = [p for p in programs(target.programs) if not options.programs or p in options.programs or p.split(".")[0] in options.programs]
    jobs = [(program, mode) for program in wanted for mode in options.modes]
    points = failed = 0
    for result in results(target, jobs, options.stride, options.jobs):
        points += result.points
        failed += bool(result.failures)
        verdict = "FAIL" if result.failures else "ok"
        print(f"{verdict:<5}{result.program:<32}{result.mode:<8}{result.points:>6} points{result.seconds:>7.1f} s", flush=True)
        for n, what in result.failures:
            print(f"     allocation {n}: {what}")
    print(f"{points} points in {len(wanted)} programs, every {options.stride}. allocation" if options.stride > 1 else f"{points} points in {len(wanted)} programs")
    if options.board:
        target.close()
    print(f"{len(jobs) - failed} passed, {failed} failed, 0 skipped")
    return 1 if failed or not jobs else 0


sys.exit(main())
