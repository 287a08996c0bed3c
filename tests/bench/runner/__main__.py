"""Measures upstream's asyncio and ours beside each other.

    runner bench --upstream BINARY --ours BINARY   the whole table
    runner check --ours BINARY                     counted figures against the committed ones
    runner smoke --floor C-PROGRAM BINARY...       every program once, shortly; no figures
"""

import argparse
import json
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import board
import counts
import measure
import peers
import report
import smoke
from rows import BOARD_ROWS, BYTES_OPERATIONS, ROWS

SIDES = ("upstream", "ours")


def chosen(names, with_board):
    there = ROWS + BOARD_ROWS * with_board
    rows = [row for row in there if not names or any(row.key.startswith(name) for name in names)]
    if not rows:
        sys.exit(f"no such row; there are {' '.join(row.key for row in there)}")
    return rows


def take(side, row, process):
    cpu, wall = measure.time_of(process, row)
    side.cpu_ns.append(cpu)
    side.wall_ns.append(wall)


def sides_of(row, result, binaries, others):
    """[(its figures, its command)] of all who do a row's work."""
    found = [(getattr(result, name), measure.command(binaries[name], row, "time", row.n)) for name in SIDES]
    for name, command in others.items() if row.key in peers.KEYS else ():
        argv = command(row, row.n)
        if argv:
            found.append((result.peers.setdefault(name, report.Side()), argv))
    return found


def take_times(rows, results, binaries, others, repetitions):
    """Every repetition runs every row on all sides, and the side that goes first alternates."""
    timed = [row for row in rows if "time" in row.modes and not row.board]
    for repetition in range(repetitions):
        waiting = []
        for row in timed:
            sides = sides_of(row, results[row.key], binaries, others)
            for side, argv in sides if repetition % 2 == 0 else sides[::-1]:
                if row.together:
                    # They are started together, as each of them needs ten seconds of nothing.
                    waiting.append((side, row, argv))
                else:
                    take(side, row, measure.start(argv))
        for side, row, process in [(side, row, measure.start(argv)) for side, row, argv in waiting]:
            take(side, row, process)
        print(f"timed {repetition + 1}/{repetitions}", file=sys.stderr, flush=True)


def take_counts(rows, results, binaries, boards):
    """Figures that don't depend on what else the machine does, so two at a time."""

    def one(job):
        row, name = job
        side = getattr(results[row.key], name)
        if row.board:
            side.instructions, side.bytes = board.figures(boards, name, row)
        else:
            side.instructions, side.bytes = measure.counted(binaries[name], row)
        if row.together:
            side.wakes = measure.wakes(binaries[name], row)
        if "lock" in row.modes:
            side.lock = measure.runs_locked(binaries[name], row, BYTES_OPERATIONS)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(one, [(row, name) for row in rows for name in SIDES]))


def bench(options):
    rows = chosen(options.rows, bool(options.boards))
    if options.peers:
        rows = [row for row in rows if row.key in peers.KEYS]
    results = {row.key: report.Result() for row in rows}
    binaries = {name: Path(getattr(options, name)).resolve() for name in SIDES}
    if not options.peers:
        take_counts(rows, results, binaries, options.boards)
    others = peers.commands(Path(options.python).absolute(), Path(options.floor).resolve()) if options.python else {}
    peers.allow_descriptors()
    take_times(rows, results, binaries, others, options.repetitions)

    about = report.machine(binaries["ours"])
    figures = report.as_json(rows, results, about)
    if options.out:
        Path(options.out).write_text(json.dumps(figures, indent=1) + "\n")
    if options.json:
        print(json.dumps(figures, indent=1))
    else:
        print(report.text(report.table(rows, results)))
        print("\n".join(report.notes(rows, results)))
        if others:
            print("\n" + report.text(peers.table(rows, results), peers.HEAD))
    if options.doc and not options.peers:
        report.write_doc(Path(options.doc), rows, results, about, options.repetitions)
    if options.doc and others:
        peers.write_doc(Path(options.doc), rows, results, options.python, options.repetitions)


def check(options):
    return counts.check(options.ours, options.boards, options.update)


def main():
    parser = argparse.ArgumentParser(prog="runner", description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(required=True)

    command = commands.add_parser("bench", help="the whole table")
    command.add_argument("--upstream", required=True, help="a micropython with upstream's asyncio")
    command.add_argument("--ours", required=True, help="a micropython with this library")
    command.add_argument("--boards", help="the folder of both firmwares for each emulated board")
    command.add_argument("--python", help="a CPython with uvloop, which run the same work, ...")
    command.add_argument("--floor", help="... and the program in C that does, tests/bench/peers/echo.c")
    command.add_argument("--peers", action="store_true", help="only the times of the rows that those run, and their table")
    command.add_argument("--repetitions", type=int, default=7)
    command.add_argument("--json", action="store_true", help="print JSON instead of the table")
    command.add_argument("--out", help="also write the JSON to this file")
    command.add_argument("--doc", help="also replace the table in this Markdown file")
    command.add_argument("rows", nargs="*", help="beginnings of rows' names; all without")
    command.set_defaults(run=bench)

    command = commands.add_parser("check", help="counted figures against the committed ones")
    command.add_argument("--ours", required=True)
    command.add_argument("--boards", help="the folder of the firmware for each emulated board")
    command.add_argument("--update", action="store_true", help="write the figures instead")
    command.set_defaults(run=check)

    command = commands.add_parser("smoke", help="every program once, shortly")
    command.add_argument("--floor", required=True, help="the program in C")
    command.add_argument("binaries", nargs="+")
    command.set_defaults(run=lambda options: smoke.run(options.binaries, options.floor))

    options = parser.parse_args()
    try:
        sys.exit(options.run(options))
    except measure.Failed as failure:
        sys.exit(str(failure))


main()
