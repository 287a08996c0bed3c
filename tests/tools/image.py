"""Proves from the linked programs that ours has nothing of upstream's asyncio in it, and all else that upstream freezes.

Each trace is looked for in upstream's program too: one that isn't found there would prove nothing.
"""

import argparse
import os
import re
import subprocess
import sys


def symbols(program):
    listing = subprocess.run(["nm", "-a", program], check=True, capture_output=True, text=True).stdout
    return [line.split()[-1] for line in listing.splitlines()]


def strings(program):
    with open(program, "rb") as f:
        return set(re.findall(rb"[\x20-\x7e]{4,}", f.read()))


def frozen(program):
    """The modules frozen into the program."""
    return {name.removeprefix("frozen_module_") for name in symbols(program) if name.startswith("frozen_module_")}


def traces(program):
    """What upstream's asyncio leaves in a program, by kind."""
    names, texts = symbols(program), strings(program)
    return {
        "bytecode of a frozen module": [n for n in names if re.match(r"(frozen_module|proto_fun|fun_data)_u?asyncio", n)],
        "name of a frozen file": [t.decode() for t in texts if re.fullmatch(rb"asyncio/\w+\.py|uasyncio\.py", t)],
        "code of extmod/modasyncio.c": [n for n in names if n in ("modasyncio.c", "mp_module_asyncio", "mp_asyncio_context")],
    }


def says(program, path, code):
    environment = dict(os.environ, MICROPYPATH=path)
    done = subprocess.run([program, "-c", code], capture_output=True, text=True, env=environment)
    return done.stdout.strip() or done.stderr.strip()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--upstream", required=True)
    parser.add_argument("--ours", required=True)
    parser.add_argument("--tree", required=True, help="the MicroPython tree of both")
    arguments = parser.parse_args()
    checks = []

    theirs, ours = traces(arguments.upstream), traces(arguments.ours)
    for kind in theirs:
        checks.append((f"upstream's has it: {kind}", len(theirs[kind]) > 0, "not found"))
        checks.append((f"ours has it not: {kind}", ours[kind] == [], f"found {' '.join(sorted(ours[kind])[:5])}"))

    kept = {name for name in frozen(arguments.upstream) if not re.match("u?asyncio", name)}
    checks.append((f"frozen beside asyncio: {' '.join(sorted(kept))}", len(kept) > 0, "nothing"))
    checks.append(("ours freezes just that", frozen(arguments.ours) == kept, " ".join(sorted(frozen(arguments.ours)))))

    # Upstream's runner has the folder of upstream's asyncio on the module path; the built-in one has to come first.
    path = f".frozen:{arguments.tree}/extmod"
    for module in ("asyncio", "uasyncio", "asyncio.core", "asyncio.stream"):
        where = says(arguments.ours, path, f"import {module}; print(getattr({module}, '__file__', 'built in'))")
        checks.append((f"ours has {module} built in", where == "built in", where))

    # The name of upstream's half in C is ours, too: code of others imports it.
    same = says(arguments.ours, path, "import _asyncio, asyncio; print(_asyncio.Task is asyncio.Task)")
    checks.append(("ours has _asyncio, with its own Task", same == "True", same))

    for name, good, else_ in checks:
        print(f"{'ok  ' if good else 'FAIL'} {name}" + ("" if good else f": {else_}"))
    failed = sum(not good for _, good, _ in checks)
    print(f"{len(checks) - failed} passed, {failed} failed")
    sys.exit(failed != 0)


main()
