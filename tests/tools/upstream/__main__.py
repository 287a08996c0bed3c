"""Runs upstream's asyncio tests, unmodified and by upstream's runners, on upstream's build and on ours, and compares.

Fails when a test does worse on ours than on upstream's build of the same tree.
"""

import argparse
import re
import shutil
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


def batches(trees, only, modes):
    same, crossed = columns(trees)
    for tests, vm in same + crossed:
        for suite in SUITES:
            names = tests.tests(suite) if tests is vm else differing(tests, vm, suite)
            names = tuple(name for name in names if re.search(only, name))
            for mode in modes:
                for build in ("upstream", "ours"):
                    if names:
                        yield Batch(tests, vm, build, suite, mode, names)


def run(trees, only, modes, results):
    report = Report()
    work = list(batches(trees, only, modes))
    # They wait most of the time; more than two at once would upset the tests that measure time.
    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(lambda batch: batch.run(results), work))
    for batch, outcome in zip(work, outcomes):
        report.add(batch, batch.run_again(outcome, results))
    return report


def text(report, trees, lacking, seconds):
    same, crossed = columns(trees)
    names = sorted({name for tests, vm, _, _, name in report.cells if tests is vm})
    parts = [report.table("Upstream's asyncio tests, each release's on its own virtual machine", names, same)]
    for tests, vm in crossed:
        moved = sorted({n for t, v, _, _, n in report.cells if (t, v) == (tests, vm)})
        if moved:
            title = f"Where the releases disagree: tests of {tests.version} that {vm.version} has not, or has otherwise"
            parts.append(report.table(title, moved, [(tests, vm)]))
    for version in lacking:
        parts.append(f"NOTE: MicroPython {version} was not to be had: NOTHING above was tested on it.\n")
    for tests, vm, mode, name in report.worse():
        upstream, ours = report.pair(tests, vm, mode, name)
        parts.append(f"worse: {name} ({tests.version}, {mode}, on {vm.version}): upstream {upstream}, ours {ours}\n")
    counts = report.counts()
    parts.append(
        f"Ours: {counts.passed} passed, {counts.later} more after a failure (ok*), {counts.worse} worse than upstream's,"
        f" {counts.skipped} skipped and {counts.failed} failed as upstream's are; {seconds:.0f} s.\n"
        "src: source, mpy: compiled by mpy-cross first, nat: native emitter. run-multitests.py, which runs multi_net, has\n"
        "no options for these; there the program that it starts compiles the script it is given."
    )
    return "\n".join(parts)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("trees", nargs="+", type=tree, metavar="TREE=BUILDS")
    parser.add_argument("--results", type=Path, required=True, help="folder for the report and the runners' output")
    parser.add_argument("--wanted", nargs="*", default=[], help="releases that ought to be among the trees")
    parser.add_argument("--only", default="", help="regular expression: run these tests only")
    parser.add_argument("--modes", nargs="+", choices=list(MODES), default=list(MODES))
    arguments = parser.parse_args()

    shutil.rmtree(arguments.results, ignore_errors=True)
    start = time.monotonic()
    report = run(arguments.trees, arguments.only, arguments.modes, arguments.results.resolve())
    lacking = [version for version in arguments.wanted if version not in [tree.version for tree in arguments.trees]]
    page = text(report, arguments.trees, lacking, time.monotonic() - start)
    (arguments.results / "report.txt").write_text(page + "\n")
    print(page)
    counts = report.counts()
    skipped = counts.skipped + counts.failed + len(lacking)
    print(f"{counts.passed + counts.later} passed, {counts.worse} failed, {skipped} skipped")
    sys.exit(1 if counts.worse or not report.cells else 0)


main()
