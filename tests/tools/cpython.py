"""Runs the programs of tests/cpython on our builds: each prints what CPython's asyncio prints, which is in its .py.exp file.

This Python is asked, too, if it is 3.11.4 or newer (3.11 was repaired in its first releases). A program that begins with
`# CPython 3.13` needs that one or a newer one, one that begins with `# CPython before 3.13` an older one.
"""

import re
import subprocess
import sys
from pathlib import Path

PROGRAMS = Path(__file__).resolve().parents[1] / "cpython"
OLDEST = (3, 11, 4)
TIMEOUT = 60


def run(*command):
    """What a program prints, with its errors at the end."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=TIMEOUT)
    except subprocess.TimeoutExpired:
        return f"still running after {TIMEOUT} s\n"
    return done.stdout + done.stderr + (f"exit status {done.returncode}\n" if done.returncode else "")


def is_asked(program):
    """Whether this Python can say what the program prints."""
    needs = re.match(r"# CPython (before )?(\d+)\.(\d+)", program.read_text())
    if not needs:
        return sys.version_info >= OLDEST
    version = tuple(map(int, needs.group(2, 3)))
    return OLDEST <= sys.version_info < version if needs.group(1) else sys.version_info >= version


def main():
    builds = sys.argv[1:]
    passed = failed = skipped = 0
    for program in sorted(PROGRAMS.glob("*.py")):
        wanted = program.with_suffix(".py.exp").read_text()
        runs = [(build, (build, str(program))) for build in builds]
        if is_asked(program):
            runs.append(("CPython", (sys.executable, "-P", "-W", "error", str(program))))
        else:
            skipped += 1
            print(f"skip  {program.name} on CPython {sys.version.split()[0]}")
        for name, command in runs:
            printed = run(*command)
            if printed == wanted:
                passed += 1
                continue
            failed += 1
            print(f"FAIL  {program.name} on {name}")
            for got, expected in zip(printed.splitlines() + [""], wanted.splitlines() + [""]):
                if got != expected:
                    print(f"  expected: {expected}\n  printed:  {got}")
                    break
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return bool(failed or not passed)


sys.exit(main())
