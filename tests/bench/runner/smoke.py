"""Every program once, shortly, on every given Python: the bench must not rot between its runs."""

from pathlib import Path

import measure
from rows import ROWS

SHORT = 200  # operations or milliseconds, for a program that would otherwise run for seconds


def run(binaries):
    """The exit status: 0 when every program printed a sensible line."""
    failed = 0
    for binary in binaries:
        micropython = "micropython" in Path(binary).name
        for row in ROWS:
            n = min(row.n, SHORT) if "MiB" not in row.title else 2
            mode = row.modes[0]
            # CPython takes no heap size; on MicroPython every row has the heap it is measured with.
            argv = measure.command(binary, row, mode, n)
            if not micropython:
                argv = [argv[0], *argv[3:]]
            try:
                operations = measure.finish(measure.start(argv), row, mode, 60)[0]
                if operations < 1:
                    raise measure.Failed(f"{row.key}: no operations")
            except measure.Failed as failure:
                failed += 1
                print(f"{binary}: {failure}")
        print(f"{binary}: {len(ROWS)} programs run")
    return 1 if failed else 0
