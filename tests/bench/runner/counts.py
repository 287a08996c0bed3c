"""The committed counts: instructions and bytes per operation of this library, which may not grow.

Counts don't depend on the machine's speed or load, but they do on the compilers, so the file
says which ones made it.
"""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import board
import measure
import report
from rows import BOARD_ROWS, ROWS

FILE = Path(__file__).resolve().parent.parent / "counts.json"
MAY_GROW = 1.03


def figures_of(binary, boards):
    """{"row instructions" or "row bytes": figure}; those of boards only with their builds."""
    # The reference rows are the VM's and not ours to guard.
    rows = [row for row in ROWS if row.targets and (row.counted or "bytes" in row.modes)]
    if boards:
        rows += [row for row in BOARD_ROWS if row.targets]

    def one(row):
        return board.figures(boards, "ours", row) if row.board else measure.counted(binary, row)

    figures = {}
    with ThreadPoolExecutor(2) as pool:
        for row, (instructions, bytes_taken) in zip(rows, pool.map(one, rows)):
            if instructions is not None:
                figures[f"{row.key} instructions"] = instructions
            if bytes_taken is not None:
                figures[f"{row.key} bytes"] = round(bytes_taken, 4)
    return figures


def tools(binary):
    about = report.machine(binary)
    names = ("C compiler", *report.BOARD_COMPILERS, "Rust compiler", "MicroPython")
    return {name: about[name] for name in names}


def check(binary, boards, update):
    """The exit status: 0 when no figure grew, 1 when one did or there is nothing to compare with."""
    binary = Path(binary).resolve()
    found = figures_of(binary, boards)
    if update:
        content = {"made with": tools(binary), "per operation": found}
        FILE.write_text(json.dumps(content, indent=1) + "\n")
        print(f"wrote {len(found)} figures")
        return 0
    if not FILE.exists():
        print("no counts are committed; make them with `make bench-counts`")
        return 1

    committed = json.loads(FILE.read_text())
    grown = 0
    for key in sorted(found.keys() | committed["per operation"].keys()):
        before, now = committed["per operation"].get(key), found.get(key)
        if before is None or now is None:
            verdict = "ONLY COMMITTED" if now is None else "NOT COMMITTED"
            grown += 1
        elif now > before * MAY_GROW:
            verdict = "GREW"
            grown += 1
        else:
            verdict = "fell, commit the new figure" if now < before / MAY_GROW else "ok"
        print(f"{key:32} {report.number(before):>10} {report.number(now):>10}  {verdict}")
    if grown:
        print(f"{grown} of {len(found)} figures grew by more than 3 % or don't match the file")
        if tools(binary) != committed["made with"]:
            print(f"committed with {committed['made with']}\nmeasured with  {tools(binary)}")
    return 1 if grown else 0
