"""Runs random programs on a judge and on our build, under a clock that moves only when a program waits, and compares everything
that happened. The judge is upstream's build, or CPython. A program on which the two differ is made small and printed.
"""

import argparse
import difflib
import os
import re
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import cpython_program
import program as upstream_program
import shrink

HERE = Path(__file__).resolve().parent
BATCH = 100
TIMEOUT_S = 300
# How a program's log closes that has ended its process: by a signal (its alarm, see world.py), or with an error.
ENDED = re.compile(r"^(no end|exit status -?\d+)", re.M)
LOGGED_TOO_MUCH = "exit status 3"
SHOWN = 5
PROGRAMS = {"upstream": upstream_program, "cpython": cpython_program}
program = upstream_program  # Those that are run.
# Of a program: no difference, one, or no end (or a crash) on upstream's build alone.
ALIKE, DIFFERENT, UPSTREAMS = "alike", "different", "upstream's"


class Build:
    def __init__(self, name, micropython, scratch, is_new):
        self.name, self.micropython, self.scratch, self.is_new = name, micropython, scratch, is_new

    def run_file(self, path):
        """What a file printed, and how it ended: None if well."""
        clock = str(self.scratch / "clock.so")
        environment = {
            **os.environ, "LD_PRELOAD": clock, "RANDOM_CLOCK": clock, "MICROPYPATH": f"{HERE}:.frozen",
            "RANDOM_BATCH": f"{self.name}-{os.getpid()}-{path.stem}",
            "RANDOM_UPSTREAM": "1" if self.name == "upstream" else "", "RANDOM_NEW": "1" if self.is_new else "",
        }  # fmt: skip
        command = [self.micropython, "-X", "heapsize=32M", path]
        if self.name == "cpython":
            command = [self.micropython, "-P", "-W", "error", path]
            environment = {**os.environ, "PYTHONPATH": str(HERE), "RANDOM_NEW": environment["RANDOM_NEW"]}
        try:
            done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=TIMEOUT_S)
        except subprocess.TimeoutExpired as late:
            return (late.stdout or b"").decode(errors="replace"), f"no end after {TIMEOUT_S} s"
        said = done.stdout.decode(errors="replace")
        errors = done.stderr.decode(errors="replace").strip().splitlines()
        return said, f"exit status {done.returncode}: {' '.join(errors[-1:])}" if done.returncode else None

    def run(self, programs, name):
        """The log of each program."""
        logs = {}
        path = self.scratch / f"{name}-{self.name}.py"
        while programs:
            with open(path, "w") as file:
                file.write(program.PRELUDE + "\n")
                for each in programs:
                    file.write("\n".join(program.source(each)) + "\n")
                    file.write(f"print('== {each.seed}')\nprogram_{each.seed}()\ndel program_{each.seed}\n")
            said, end = self.run_file(path)
            parts = said.split("== ")[1:]
            for part in parts:
                seed, _, log = part.partition("\n")
                logs[int(seed)] = log
            if end is None:
                break
            # The last one that began has ended the process; those behind it are still to be run.
            last = max(len(parts), 1)
            seed = programs[last - 1].seed
            logs[seed] = logs.get(seed, "") + end + "\n"
            programs = programs[last:]
        return logs


def explain(builds, each, name):
    """The program made small, and where the logs part."""
    # A small one that has no end on upstream's build is another finding.
    small = shrink.shrink(each, lambda smaller: verdict(builds, smaller, [build.run([smaller], name) for build in builds]) == DIFFERENT)
    logs = [build.run([small], name).get(small.seed, "").splitlines() for build in builds]
    difference = difflib.unified_diff(*logs, *(build.name for build in builds), lineterm="")
    return "\n".join([f"--- seed {each.seed}", *program.source(small), *difference])


def comparable(each, log):
    """The log; of a program with streams the order of different tasks within a millisecond does not count (README.md)."""
    if each.sockets + each.pipes == 0:
        return log
    return sorted(log.splitlines(), key=lambda line: line.split(" ")[:2])


def without_end(log):
    return ENDED.search(log) and LOGGED_TOO_MUCH not in log


def verdict(builds, each, logs):
    """What the logs of both builds, each by seed, say of a program."""
    theirs, ours = (log.get(each.seed, "") for log in logs)
    if without_end(ours) or not ours:
        # A busy machine may have been late.
        ours = builds[1].run([each], f"again{each.seed}").get(each.seed, "")
    if builds[0].name == "upstream" and without_end(theirs) and not without_end(ours):
        return UPSTREAMS
    return DIFFERENT if comparable(each, theirs) != comparable(each, ours) else ALIKE


def check(builds, seeds):
    """The programs of these seeds on which the builds differ, and those that have no end on upstream's alone."""
    different, upstreams, lines = compare(builds, seeds)
    if different:
        # What a busy machine has done does not happen twice.
        again, _, _ = compare(builds, seeds)
        for each in {each.seed for each in different} - {each.seed for each in again}:
            print(f"seed {each} differed once, and not again")
        different = [each for each in different if each.seed in {each.seed for each in again}]
    return different, upstreams, lines


def compare(builds, seeds):
    programs = [program.make(seed) for seed in seeds]
    logs = [build.run(programs, f"batch{seeds[0]}") for build in builds]
    for name in (f"batch{seeds[0]}-{build.name}.py" for build in builds):
        (builds[0].scratch / name).unlink(missing_ok=True)
    lines = sum(log.count("\n") for log in logs[0].values())
    verdicts = [verdict(builds, each, logs) for each in programs]
    different, upstreams = ([each for each, of in zip(programs, verdicts) if of == wanted] for wanted in (DIFFERENT, UPSTREAMS))
    return different, upstreams, lines


def is_at_least(python, *version):
    """Whether this is such a CPython. The first releases of 3.11 do otherwise than those that the programs are judged by."""
    return subprocess.run([python, "-c", f"import sys; sys.exit(sys.version_info[:3] < {version})"]).returncode == 0


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("judge", choices=PROGRAMS)
    parser.add_argument("theirs", help="its command")
    parser.add_argument("ours")
    parser.add_argument("--count", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1, help="of the first program")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--shrink", type=int, default=SHOWN, help="how many to make small")
    parser.add_argument("--show", action="store_true", help="print one program and its logs")
    arguments = parser.parse_args()
    global program
    program = PROGRAMS[arguments.judge]

    if arguments.judge == "cpython" and not is_at_least(arguments.theirs, 3, 11, 4):
        print(f"0 passed, 0 failed, {arguments.count} skipped: {arguments.theirs} is no CPython of 3.11.4 or newer")
        return
    is_new = arguments.judge == "cpython" and is_at_least(arguments.theirs, 3, 13)
    start = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="uasyncio-random-") as scratch:
        scratch = Path(scratch)
        compile_clock = [*os.environ.get("CC", "cc").split(), "-O1", "-shared", "-fPIC", "-o", scratch / "clock.so", HERE / "clock.c", "-ldl"]
        subprocess.run(compile_clock, check=True)
        builds = [Build(*build, scratch, is_new) for build in ((arguments.judge, arguments.theirs), ("ours", arguments.ours))]
        if arguments.show:
            each = program.make(arguments.seed)
            print("\n".join(program.source(each)))
            for build in builds:
                print(f"--- {build.name}", *build.run([each], "show").values(), sep="\n")
            return
        last = arguments.seed + arguments.count
        batches = [range(first, min(first + BATCH, last)) for first in range(arguments.seed, last, BATCH)]
        different, upstreams, lines = [], [], 0
        with ThreadPoolExecutor(arguments.jobs) as pool:
            for found, endless, logged in pool.map(lambda seeds: check(builds, seeds), batches):
                different += found
                upstreams += endless
                lines += logged
        print(f"seeds {arguments.seed} to {last - 1}: {lines} events compared, {time.monotonic() - start:.0f} s")
        if upstreams:
            print("no end, or a crash, on upstream's build alone: " + " ".join(str(each.seed) for each in upstreams))
        if different:
            print("different: " + " ".join(str(each.seed) for each in different))
        for each in different[: arguments.shrink]:
            print(explain(builds, each, "small"))
    print(f"{arguments.count - len(different) - len(upstreams)} passed, {len(different)} failed, {len(upstreams)} skipped")
    sys.exit(1 if different else 0)


main()
