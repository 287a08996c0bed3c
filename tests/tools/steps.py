"""Runs make targets one after the other, whatever becomes of them, and closes with a page that says what came of each.

What a step prints goes to build/log/<step>.log. A step may close with lines such as `12 passed, 0 failed, 1 skipped`, as
cargo's tests do too; without any it counts as one test. Lines that begin with `second chance:` come on the last page.
"""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

LOGS = Path("build/log")
REPORT = Path("build/upstream/report.txt")
SECOND_CHANCE = re.compile(r"^second chance: .*", re.M)
# A step that takes longer hangs, and is ended with all that it has started.
LIMIT_S = int(os.environ.get("STEP_LIMIT_S", 1800))
COUNTS = re.compile(r"(?:^|\. )(\d+) passed[,;] (\d+) failed(?:[,;] (\d+) (?:skipped|ignored))?", re.M)


def run(step):
    """Returns the counts of passed, failed and skipped tests, and remarks."""
    log = LOGS / f"{step}.log"
    with open(log, "wb") as f:
        command = [os.environ.get("MAKE", "make"), "--no-print-directory", step]
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=f, stderr=subprocess.STDOUT, start_new_session=True)
        try:
            status = process.wait(LIMIT_S)
        except BaseException as error:
            os.killpg(process.pid, signal.SIGKILL)
            status = process.wait()
            if not isinstance(error, subprocess.TimeoutExpired):
                raise
            f.write(b"\nended after %d s\n" % LIMIT_S)
    said = log.read_text(errors="replace")
    found = COUNTS.findall(said)
    passed, failed, skipped = (sum(int(counts[i] or 0) for counts in found) for i in range(3))
    if status != 0 and failed == 0:
        failed = 1
    if not found and status == 0:
        passed = 1
    return (passed, failed, skipped), SECOND_CHANCE.findall(said)


def tail(step, lines=40):
    log = LOGS / f"{step}.log"
    print(f"--- the end of {log}")
    print("\n".join(log.read_text(errors="replace").splitlines()[-lines:]))
    print("---", flush=True)


def main(steps):
    LOGS.mkdir(parents=True, exist_ok=True)
    REPORT.unlink(missing_ok=True)
    lines, totals = [], [0, 0, 0]
    for step in steps:
        print(f"{step} ...", flush=True)
        start = time.monotonic()
        counts, remarks = run(step)
        totals = [total + count for total, count in zip(totals, counts)]
        passed, failed, skipped = counts
        verdict = "FAIL" if failed else "ok" if passed else "skip"
        seconds = time.monotonic() - start
        lines.append(f"{verdict:<5} {step:<20} {passed:>6} passed {failed:>4} failed {skipped:>4} skipped {seconds:>6.0f} s")
        lines += [f"      {remark}" for remark in remarks]
        print("\n".join(lines[-1 - len(remarks) :]), flush=True)
        if failed:
            tail(step)

    print()
    print(REPORT.read_text() if REPORT.exists() else "There is no table of upstream's tests.\n")
    print("\n".join(lines))
    print()
    print("{} passed, {} failed, {} skipped".format(*totals))
    sys.exit(totals[1] != 0)


main(sys.argv[1:])
