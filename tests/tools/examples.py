"""Runs every program in examples/ and compares what it prints with tests/examples/<name>.exp, or with the regular expression
in <name>.re where figures differ from run to run."""

import difflib
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TIMEOUT_S = 60


def printed(micropython, program):
    try:
        done = subprocess.run(
            [micropython, program], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=TIMEOUT_S
        )
    except subprocess.TimeoutExpired:
        return f"no end after {TIMEOUT_S} s\n"
    return done.stdout + (f"exit status {done.returncode}\n" if done.returncode else "")


def main(micropython):
    programs = sorted((ROOT / "examples").glob("*.py"))
    failed = 0
    for program in programs:
        exp = ROOT / "tests/examples" / f"{program.stem}.exp"
        expected = exp.read_text() if exp.exists() else f"(there is no {exp.relative_to(ROOT)})\n"
        output = printed(micropython, program)
        pattern = exp.with_suffix(".re")
        if pattern.exists():
            expected = pattern.read_text()
            good = re.fullmatch(expected, output) is not None
        else:
            good = output == expected
        failed += not good
        print(f"{'ok  ' if good else 'FAIL'} {program.name}")
        if not good:
            pair = expected.splitlines(), output.splitlines()
            print("\n".join(difflib.unified_diff(*pair, "expected", "printed", lineterm="")))
    print(f"{len(programs) - failed} passed, {failed} failed")
    sys.exit(1 if failed or not programs else 0)


main(*sys.argv[1:])
