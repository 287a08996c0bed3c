"""Runs upstream's asyncio tests, unmodified and by upstream's runners, on upstream's build and on ours, and compares.

Fails when a test does worse on ours than on upstream's build of the same tree.
"""

import argparse
import re
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from batch import MODES, SUITES, Batch, Tree
from report import Report


def tree(argument):
    path, builds = argument.split("=")
    return Tree(Path(path), Path(builds))


def columns(trees):
    """Each tree's tests on its own virtual machine, and with two trees those that differ on the other's."""
    same = [(tree, tree) for tree in trees]
    crossed = [(a, b) for a in trees for b in trees if a is not b]
    return same, crossed


def differing(a, b, suite):
    return [test for test in a.tests(suite) if a.content(test) != b.content(test)]


def batches(trees, only):
    same, crossed = columns(trees)
    for tests, vm in same + crossed:
        for suite in SUITES:
            names = tests.tests(suite) if tests is vm else differing(tests, vm, suite)
            names = tuple(name for name in names if re.search(only, name))
            for mode in MODES:
                for build in ("upstream", "ours"):
                    if names:
                        yield Batch(tests, vm, build, suite, mode, names)


def run(trees, only, results):
    report = Report()
    work = list(batches(trees, only))
    # They wait most of the time; more than two at once would upset the tests that measure time.
    with ThreadPoolExecutor(2) as pool:
        for batch, outcome in zip(work, pool.map(lambda batch: batch.run(results), work)):
            report.add(batch, outcome)
    return report


def text(report, trees, seconds):
    same, crossed = columns(trees)
    names = sorted({name for _, vm, _, _, name in report.cells if any(name in vm.tests(s) for s in SUITES)})
    names = sorted({key[4] for key in report.cells})
    parts = [report.table("Upstream's asyncio tests, each release's on its own virtual machine", names, same)]
    for tests, vm in crossed:
        moved = sorted({n for t, v, _, _, n in report.cells if (t, v) == (tests, vm)})
        if moved:
            title = f"Where the releases disagree: tests of {tests.version} that {vm.version} has not, or has otherwise"
            parts.append(report.table(title, moved, [(tests, vm)]))
    if len(trees) == 1:
        parts.append(f"NOTE: only MicroPython {trees[0].version} was at hand; nothing was tested on a second release.\n")
    for _, _, mode, name, tests, vm in report.worse():
        upstream, ours = report.pair(tests, vm, mode, name)
        parts.append(f"worse: {name} ({tests.version}, {mode}, on {vm.version}): upstream {upstream}, ours {ours}\n")
    passed, worse, skipped, failed = report.counts()
    parts.append(
        f"Ours: {passed} passed, {worse} worse than upstream's, {skipped} skipped and {failed} failed as upstream's are;"
        f" {seconds:.0f} s.\n"
        "src: source, mpy: compiled by mpy-cross first, nat: native emitter. run-multitests.py, which runs multi_net, has\n"
        "no options for these; there the program it starts compiles the script that it is given."
    )
    return "\n".join(parts)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("trees", nargs="+", type=tree, metavar="TREE=BUILDS")
    parser.add_argument("--results", type=Path, required=True, help="folder for the report and the runners' output")
    parser.add_argument("--only", default="", help="regular expression: run these tests only")
    arguments = parser.parse_args()

    start = time.monotonic()
    report = run(arguments.trees, arguments.only, arguments.results.resolve())
    page = text(report, arguments.trees, time.monotonic() - start)
    (arguments.results / "report.txt").write_text(page + "\n")
    print(page)
    passed, worse, skipped, failed = report.counts()
    missing = 2 - len(arguments.trees) if len(arguments.trees) < 2 else 0
    print(f"{passed} passed, {worse} failed, {skipped + failed + missing} skipped")
    sys.exit(1 if worse or not report.cells else 0)


main()
