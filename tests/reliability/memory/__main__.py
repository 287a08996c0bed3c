"""Lets every allocation of programs fail, one after the other, and looks at what becomes of their tasks (sweep.py).

Each program of programs/ runs with the N-th allocation failing: it alone, with the two that follow, and with all that follow,
or every second, third or seventh of them; for every N, or every --stride-th. One process goes on from N to N; one that
crashes or hangs is followed by another.
"""

import argparse
import concurrent.futures
import os
import re
import selectors
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
MODES = "once", "thrice", "on", "second", "third", "seventh"
# Seconds without a word from the process.
SILENCE = 6
# Bytes of the heap and descriptors that may be gone after a sweep: what is kept for the next time.
HEAP_KEPT, DESCRIPTORS_KEPT = 8192, 0


def programs():
    for file in sorted(os.listdir(os.path.join(HERE, "programs"))):
        with open(os.path.join(HERE, "programs", file)) as source:
            found = re.search(r"^PROGRAMS = (.*?)\n(?:\)|\n|$)", source.read() + "\n\n", re.S | re.M)
        if found:
            for name in re.findall(r'"(\w+)"', found.group(1)):
                yield file[:-3] + "." + name


def lines_of(process):
    """What it prints, until it ends; None when it has been silent for too long."""
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        rest = b""
        while True:
            if not selector.select(SILENCE):
                yield None
                return
            data = os.read(process.stdout.fileno(), 65536)
            if not data:
                return
            *lines, rest = (rest + data).split(b"\n")
            for line in lines:
                yield line.decode(errors="replace")


class Result:
    def __init__(self, program, mode):
        self.program, self.mode = program, mode
        self.points = self.last = self.seconds = 0
        self.failures = []


def sweep(micropython, tree, program, mode, stride):
    result = Result(program, mode)
    first, began = 1, time.monotonic()
    while len(result.failures) < 8:
        command = [micropython, "-X", "heapsize=512k", os.path.join(HERE, "sweep.py"), program, mode, str(first), str(stride), tree]
        errors = tempfile.TemporaryFile("w+")
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors)
        at, done, said = None, False, "the process ended"
        for line in lines_of(process):
            if line is None:
                said = "hangs"
                process.kill()
                break
            word, *values = line.split(" ", 2)
            if word == "at":
                at = int(values[0])
                result.points += 1
            elif word == "FAIL":
                result.failures.append((int(values[0]), values[1]))
            elif word == "done":
                done = True
                result.points -= 1
                result.last = max(result.last, at - 1)
                heap, descriptors = map(int, line.split()[1:])
                if heap > HEAP_KEPT:
                    result.failures.append((0, f"{heap} bytes of the heap are gone"))
                if descriptors > DESCRIPTORS_KEPT:
                    result.failures.append((0, f"{descriptors} descriptors are gone"))
        status = process.wait()
        if done and status == 0:
            break
        result.failures.append((at or 0, f"{said} (status {status})"))
        if at is None:
            errors.seek(0)
            print(errors.read())
            break
        first = at + stride
    result.seconds = time.monotonic() - began
    return result


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("micropython")
    parser.add_argument("tree", help="that it was built from")
    parser.add_argument("programs", nargs="*", help="<file>.<program> or <file>, all by default")
    parser.add_argument("--stride", type=int, default=1, help="every so many allocations")
    parser.add_argument("--modes", nargs="+", choices=MODES, default=MODES)
    parser.add_argument("--jobs", type=int, default=1)
    options = parser.parse_args()
    wanted = [p for p in programs() if not options.programs or p in options.programs or p.split(".")[0] in options.programs]
    jobs = [(program, mode) for program in wanted for mode in options.modes]
    points = failed = 0
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        started = [pool.submit(sweep, options.micropython, options.tree, *job, options.stride) for job in jobs]
        for future in started:
            result = future.result()
            points += result.points
            failed += bool(result.failures)
            verdict = "FAIL" if result.failures else "ok"
            print(f"{verdict:<5}{result.program:<32}{result.mode:<8}{result.points:>6} points{result.seconds:>7.1f} s", flush=True)
            for n, what in result.failures:
                print(f"     allocation {n}: {what}")
    print(f"{points} points in {len(wanted)} programs, every {options.stride}. allocation" if options.stride > 1 else f"{points} points in {len(wanted)} programs")
    print(f"{len(jobs) - failed} passed, {failed} failed, 0 skipped")
    return 1 if failed or not jobs else 0


sys.exit(main())
