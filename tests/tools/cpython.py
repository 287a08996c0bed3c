"""Runs the programs of tests/cpython on CPython's asyncio and on ours: both print the same.

A program that this CPython is too old for begins with `# CPython x.y`, and has beside it an .exp file of what that prints.
"""

import re
import subprocess
import sys
from pathlib import Path

PROGRAMS = Path(__file__).resolve().parents[1] / "cpython"
# Of the oldest whose asyncio has all of the names.
OLDEST = (3, 11)
TIMEOUT = 60


def run(*command):
    """What a program prints, with its errors at the end."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=TIMEOUT)
    except subprocess.TimeoutExpired:
        return f"still running after {TIMEOUT} s\n"
    return done.stdout + done.stderr + (f"exit status {done.returncode}\n" if done.returncode else "")


def expected(program):
    """What CPython prints, or None if it is too old to tell."""
    needs = re.match(r"# CPython (\d+)\.(\d+)", program.read_text())
    if sys.version_info < max(OLDEST, tuple(map(int, needs.groups())) if needs else OLDEST):
        kept = program.with_suffix(".exp")
        return kept.read_text() if kept.exists() else None
    return run(sys.executable, "-W", "error", "-X", "dev", str(program))


def main():
    builds = sys.argv[1:]
    passed = failed = skipped = 0
    for program in sorted(PROGRAMS.glob("*.py")):
        wanted = expected(program)
        if wanted is None:
            print(f"skip  {program.name}: it needs a newer CPython than {sys.version.split()[0]}")
            skipped += len(builds)
            continue
        for build in builds:
            printed = run(build, str(program))
            if printed == wanted:
                passed += 1
                continue
            failed += 1
            print(f"FAIL  {program.name} on {build}")
            for ours, theirs in zip(printed.splitlines() + [""], wanted.splitlines() + [""]):
                if ours != theirs:
                    print(f"  CPython: {theirs}\n  ours:    {ours}")
                    break
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return bool(failed or not passed + skipped)


sys.exit(main())
