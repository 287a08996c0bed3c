#!/usr/bin/env python3
"""Upstream's asyncio tests on emulated boards, by upstream's own runner: ours beside upstream's.

Builds the qemu port twice for each board, once with our module and once with upstream's asyncio, runs the same test
files on both and prints the outcomes side by side.  Fails when ours is worse than upstream's in any row.

Many of the tests measure time, and an emulator on a busy machine can stall: what fails has one second chance when
nothing else runs, and the table says so (pass*).  With --once only what got no verdict has it: upstream's runner waits without
end for a program's first word, so a program that is run with --once says one before it does anything.
"""

import argparse
import concurrent.futures
import contextlib
import fcntl
import glob
import os
import re
import signal
import subprocess
import sys
import time

REPO = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
OVERLAY = os.path.join(REPO, "micropython-port", "qemu")
BOARDS = ["STM32F405", "ARMV6M", "RV32IMC", "XTENSAWIN", "XTENSALX106"]
OUTCOME = re.compile(r"^(pass|FAIL|skip|lrge)\s+(\S+)", re.MULTILINE)
SECOND = "pass*"
NO_VERDICT = "none"
LIMIT_S = 300
RANK = {"pass": 0, SECOND: 0, "skip": 1}  # anything else is a failure


def make(mpy, board, column, *args):
    """The command for upstream's make, and the build folder: each tree has its own."""
    port = os.path.join(mpy, "ports", "qemu")
    tree = os.path.realpath(mpy).replace(os.path.join(REPO, "build", "mpy", ""), "").replace("/", "-")
    build = os.path.join(REPO, "build", "boards", tree, "%s-%s" % (board, column))
    cmd = ["make", "--no-print-directory", "-C", port, "BOARD=" + board]
    cmd += ["BOARD_DIR=" + os.path.join(OVERLAY, "boards", board)]
    # Upstream's test target looks for the firmware relative to the port.
    cmd += ["BUILD=" + os.path.relpath(build, port)]
    if column.endswith("ours"):
        cmd += ["USER_C_MODULES=" + os.path.join(REPO, "micropython-port")]
    return cmd + list(args), build


def build(mpy, board, column, extra):
    cmd, folder = make(mpy, board, column, *extra)
    os.makedirs(folder, exist_ok=True)
    log = os.path.join(folder, "build.log")
    with open(log, "w") as f:
        if subprocess.run(cmd, stdout=f, stderr=subprocess.STDOUT).returncode:
            sys.exit("%s" % open(log).read()[-4000:] + "\nbuild failed: %s" % " ".join(cmd))
    return folder


def end_emulator(folder):
    """Upstream's runner asks its emulator to end and does not wait for that: the next would find its file still locked, and
    upstream's runner a board that says nothing."""
    path = os.path.join(folder, "qemu.pid")
    with contextlib.suppress(FileNotFoundError), open(path, "r+") as f:
        while True:
            try:
                fcntl.lockf(f, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                f.seek(0)
                with contextlib.suppress(ProcessLookupError, ValueError):
                    os.kill(int(f.read()), signal.SIGKILL)
                time.sleep(0.01)
        os.unlink(path)


def output(cmd, folder):
    """What the command prints.  Upstream's runner waits without end for a program that says nothing: not so here."""
    p = subprocess.Popen(cmd, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True)
    try:
        return p.communicate(timeout=LIMIT_S)[0]
    except subprocess.TimeoutExpired:
        os.killpg(p.pid, signal.SIGKILL)
        end_emulator(folder)
        return p.communicate()[0] + "\nended after %d s\n" % LIMIT_S
    finally:
        end_emulator(folder)


def run(mpy, board, column, extra, files, options, log="tests"):
    """Runs the files on firmware that is there; returns {name: outcome}."""
    cmd, folder = make(mpy, board, column, *extra)
    tests = os.path.join(mpy, "tests")
    args = ["--result-dir", os.path.join(folder, log)] + options + [os.path.relpath(f, tests) for f in files]
    cmd += ["RUN_TESTS_EXTRA=" + " ".join(args), "test"]
    said = output(cmd, folder)
    with open(os.path.join(folder, log + ".log"), "w") as f:
        f.write(said)
    found = {os.path.basename(name): word for word, name in OUTCOME.findall(said)}
    return {os.path.basename(f): found.get(os.path.basename(f), NO_VERDICT) for f in files}


def outcomes(mpy, keys, extra, files, options, jobs, once):
    """{(board, column): {name: outcome}}, several emulators at a time."""
    for board, column in keys:
        build(mpy, board, column, extra)
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        results = dict(zip(keys, pool.map(lambda key: run(mpy, *key, extra, files, options), keys)))
    for key, result in results.items():
        doubtful = [f for f in files if RANK.get(result[os.path.basename(f)], 2) > 1]
        if once:
            doubtful = [f for f in doubtful if result[os.path.basename(f)] == NO_VERDICT]
        for f in doubtful:
            print("again: %s on %s %s, which ended with %s" % (os.path.basename(f), *key, result[os.path.basename(f)]))
        if doubtful:
            second = run(mpy, *key, extra, doubtful, options, "second")
            result.update({name: SECOND for name, outcome in second.items() if outcome == "pass"})
    return results


def main():
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--mpy", required=True, help="MicroPython source tree")
    ap.add_argument("--board", action="append", choices=BOARDS, help="default: all")
    ap.add_argument("--column", action="append", choices=["ours", "upstream"], help="default: both")
    ap.add_argument("--via-mpy", action="store_true")
    ap.add_argument("--emit", default="bytecode")
    ap.add_argument("--once", action="store_true", help="no second chance for what failed")
    ap.add_argument("--jobs", type=int, default=1, help="emulators, and compilers, at a time")
    ap.add_argument("--make", action="append", default=[], help="further variables for make, as UASYNCIO_LIB=...")
    ap.add_argument("files", nargs="*", help="test files; default: upstream's extmod/asyncio_*.py")
    args = ap.parse_args()

    mpy = os.path.abspath(args.mpy)
    files = [os.path.abspath(f) for f in args.files] or sorted(glob.glob(mpy + "/tests/extmod/asyncio_*.py"))
    columns = args.column or ["ours", "upstream"]
    options = ["--via-mpy"] * args.via_mpy + (["--emit", args.emit] if args.emit != "bytecode" else [])
    boards = args.board or BOARDS
    keys = [(b, c) for b in boards for c in columns]
    results = outcomes(mpy, keys, args.make + ["-j%d" % args.jobs], files, options, args.jobs, args.once)

    names = [os.path.basename(f) for f in files]
    head = ["%s %s" % (b, c) for b in boards for c in columns]
    print("%-40s" % "" + "".join("%-20s" % h for h in head))
    worse = counts = neither = 0
    for name in names:
        row = {key: result[name] for key, result in results.items()}
        print("%-40s" % name + "".join("%-20s" % row[b, c] for b in boards for c in columns))
        for b in boards:
            mine, theirs = row[b, columns[0]], row[b, columns[-1]]
            bad = RANK.get(mine, 2) > (0 if len(columns) == 1 else RANK.get(theirs, 2))
            good = RANK.get(mine, 2) == 0
            worse, counts, neither = worse + bad, counts + good, neither + (not bad and not good)
    again = [(key, name) for key, result in results.items() for name in result if result[name] == SECOND]
    if again:
        print("second chance: %d of %d failed at first and passed alone" % (len(again), len(keys) * len(names)))
    # Skipped is also what fails on upstream's build as on ours.
    print("%d passed, %d failed, %d skipped" % (counts, worse, neither))
    return 1 if worse or not counts else 0


if __name__ == "__main__":
    sys.exit(main())
