"""Runs programs by collect_storm.py: with finalisers that cancel, move and forget tasks in the middle of allocations.

Programs may fail, and wait for ever for what was taken from them; only the sanitizers' reports and signals count. Closes
with `N passed, M failed, 0 skipped`, where each run of a program is one.
"""

import argparse
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from collect_run import OPTIONS, TESTS, reports
from batch import own_network

HERE = Path(__file__).resolve().parent
ACTIONS = ("cancel", "requeue", "current", "empty", "again", "nested", "forget")
EVERY = (1, 7, 40)
LIMIT_S = 4
NETWORK = own_network() or []


def run(micropython, program, every, action, results):
    """Returns what killed the program, or None."""
    folder = results / f"{program.stem}-{action}-{every}"
    folder.mkdir()
    log = f"log_path={results / 'report'}"
    environment = dict(os.environ, ASAN_OPTIONS=f"{OPTIONS}:{log}", UBSAN_OPTIONS="print_stacktrace=1")
    command = [*NETWORK, "timeout", "-k1", str(LIMIT_S), micropython, HERE / "collect_storm.py", program, str(every), action]
    with open(folder / "program.out", "wb") as output:
        status = subprocess.run(
            command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT
        ).returncode
    crashes = {128 + s for s in (signal.SIGSEGV, signal.SIGABRT, signal.SIGBUS, signal.SIGILL, signal.SIGFPE)}
    return status if status in crashes or status < 0 else None


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tree", metavar="TREE=BUILDS")
    parser.add_argument("--results", type=Path, required=True)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--only", default="", help="programs whose name contains this")
    parser.add_argument("--every", type=int, nargs="+", default=EVERY, help="the collections in which a finaliser runs")
    arguments = parser.parse_args()
    tree, builds = map(Path, arguments.tree.split("="))
    results = arguments.results.resolve()
    shutil.rmtree(results, ignore_errors=True)
    results.mkdir(parents=True)
    resource.setrlimit(resource.RLIMIT_NOFILE, (1024, 1024))

    programs = sorted((tree / "tests/extmod").glob("asyncio_*.py")) + sorted((TESTS / "py").glob("*.py"))
    programs = [program for program in programs if arguments.only in program.name]
    start = time.monotonic()
    # Most of the time they wait, many for what they no longer get.
    with ThreadPoolExecutor(3 * arguments.jobs) as pool:
        runs = [
            (f"{program.name} {action} {every}", pool.submit(run, builds / "collect/micropython", program, every, action, results))
            for program in programs
            for action in ACTIONS
            for every in arguments.every
        ]
    crashed = [f"{name}: {done.result()}" for name, done in runs if done.result() is not None]
    for line in crashed:
        print(f"FAIL  {line}")
    found = reports(results)
    for place, text in found.items():
        print(f"\nREPORT {place}\n{text}")
    print(f"{len(found)} reports of the sanitizers in {len(runs)} runs, {time.monotonic() - start:.0f} s")
    failed = max(len(crashed), len(found))
    print(f"{len(runs) - failed} passed, {failed} failed, 0 skipped")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
