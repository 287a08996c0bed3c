"""Every program once, shortly, on every given Python: the bench must not rot between its runs."""

from dataclasses import replace
from pathlib import Path

import measure
import peers
from rows import ROWS

SHORT = 200  # operations or milliseconds, for a program that would otherwise run for seconds
FEW = 400  # of what a row has thousands of; as many connections as descriptors are there for everywhere


def shortened(row):
    words = tuple(min(word, FEW) if isinstance(word, int) else word for word in row.words)
    return replace(row, n=min(row.n, SHORT) if "MiB" not in row.title else 2, words=words)


def check(argv, row, mode):
    """How many failed, which is none or one."""
    try:
        if measure.finish(measure.start(argv), row, mode, 60)[0] < 1:
            raise measure.Failed(f"{row.key}: no operations")
        return 0
    except measure.Failed as failure:
        print(f"{argv[0]}: {failure}")
        return 1


def run(binaries, floor):
    """The exit status: 0 when every program printed a sensible line."""
    failed = 0
    rows = [shortened(row) for row in ROWS]
    for binary in binaries:
        for row in rows:
            mode = row.modes[0]
            # CPython takes no heap size; on MicroPython every row has the heap it is measured with.
            argv = measure.command(binary, row, mode, row.n)
            if "micropython" not in Path(binary).name:
                argv = [argv[0], *argv[3:]]
            failed += check(argv, row, mode)
        print(f"{binary}: {len(rows)} programs run")
    floors = [row for row in rows if row.key in peers.IN_C]
    failed += sum(check([str(Path(floor).resolve()), *peers.words(row, row.n)[1:]], row, "time") for row in floors)
    print(f"{floor}: {len(floors)} rows run")
    return 1 if failed else 0
