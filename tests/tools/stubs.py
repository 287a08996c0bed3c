"""mypy and pyright read the stub: they have nothing to say of it and of the examples, and find each mistake of tests/stubs/wrong.py.

Both come from PyPI, into the folder that is named as the argument. Where they cannot be had the test is skipped.
"""

import json
import os
import re
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WRONG = ROOT / "tests/stubs/wrong.py"
# What a program need not say: of what type an empty list's items are to be, and that a name of a module may be None as well.
LENIENT = ["--disable-error-code=var-annotated", "--disable-error-code=assignment"]


def install(folder):
    """Whether both are there."""
    if not (folder / "bin/pyright").exists():
        venv.create(folder, with_pip=True)
        pip = [folder / "bin/pip", "install", "--quiet", "--disable-pip-version-check", "mypy", "pyright"]
        return subprocess.run(pip).returncode == 0
    return True


def mypy(folder, *arguments):
    """Lines of the form file:line: what, of what it finds wrong."""
    command = [folder / "bin/mypy", "--no-incremental", "--hide-error-context", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env={**os.environ, "MYPYPATH": "stubs"})
    if done.returncode not in (0, 1):
        sys.exit(done.stdout + done.stderr)
    return [line for line in done.stdout.splitlines() if ": error: " in line]


def pyright(folder):
    done = subprocess.run(
        [folder / "bin/pyright", "--outputjson", "-p", ROOT / "tests/stubs"], capture_output=True, text=True, cwd=ROOT
    )
    if done.returncode not in (0, 1):
        return None
    found = json.loads(done.stdout)["generalDiagnostics"]
    return [f"{os.path.relpath(d['file'], ROOT)}:{d['range']['start']['line'] + 1}: {d['message']}" for d in found]


def check(name, found, in_wrong):
    """Prints what is unexpected, and returns how many that is."""
    wanted = {
        number for number, line in enumerate(WRONG.read_text().splitlines(), 1) if line.startswith("asyncio.")
    } if in_wrong else set()
    seen, failed = set(), 0
    for line in found:
        number = re.match(r"tests/stubs/wrong\.py:(\d+):", line)
        if number and int(number[1]) in wanted:
            seen.add(int(number[1]))
        else:
            failed += 1
            print(f"{name}: {line}")
    for number in sorted(wanted - seen):
        failed += 1
        print(f"{name} does not see what is wrong in line {number} of tests/stubs/wrong.py")
    return failed


def main():
    folder = Path(sys.argv[1]).resolve()
    if not install(folder):
        print("0 passed, 0 failed, 2 skipped: mypy and pyright cannot be had")
        return 0
    examples = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "examples").glob("*.py"))
    strict = mypy(folder, "--strict", "stubs/asyncio.pyi", "stubs/uasyncio.pyi")
    failed = [check("mypy --strict", strict, False)]
    failed.append(check("mypy", mypy(folder, *LENIENT, *examples, str(WRONG.relative_to(ROOT))), True))
    found = pyright(folder)
    if found is not None:
        failed.append(check("pyright", found, True))
    passed = failed.count(0)
    # It fetches itself when it is first called.
    print(f"{passed} passed, {len(failed) - passed} failed, {int(found is None)} skipped")
    return passed != len(failed)


sys.exit(main())
