"""Runs test programs on the build that collects at each allocation and checks memory: tests/reliability/collect_variant.

The programs run by upstream's runner, as in test-py. What AddressSanitizer and UBSan report goes to files, by which it is
known also where a program gets over it. Closes with the reports that there were and `N passed, M failed, K skipped`.
"""

import argparse
import os
import re
import resource
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(__file__).resolve().parent
TESTS = HERE.parent
sys.path.insert(0, str(TESTS / "tools/upstream"))

from batch import FAIL, LATER, NONE, PASS, SKIP, Batch, Tree  # noqa: E402
from collect_list import LONG  # noqa: E402

DESCRIPTORS = 1024
BATCH = 10  # programs for one call of the runner

# gcc's own defaults are not the same everywhere. The collector reads the stack, so variables have to be there and not
# elsewhere; what the virtual machine still has at its end is no leak.
OPTIONS = "detect_leaks=0:detect_stack_use_after_return=0:allocator_may_return_null=1"
# What this build is there to find, and what is said then: without it, "no reports" would mean nothing.
MISUSES = {"beyond": "use-after-poison", "freed": "use-after-poison", "collected": "use-after-poison", "overflow": "runtime error"}
REPORT = re.compile(r"^(?:==\d+==ERROR: (AddressSanitizer: \S+).*|(\S+?): (runtime error: .*))$", re.M)


def reports(folder):
    """Returns what the sanitizers reported, each place once, with the text of its first report."""
    found = {}
    # UBSan of gcc 12 writes to the program's output whatever it is told.
    for log in [*sorted(folder.glob("report.*")), *sorted(folder.glob("*/*.out"))]:
        text = log.read_text(errors="replace")
        for match in REPORT.finditer(text):
            place = match[2] or "".join(re.findall(r"^    #0 .* in (.*)$", text[match.start() :], re.M)[:1])
            found.setdefault(f"{place}: {match[1] or match[3]}", text[match.start() :][:4000])
    return found


def run(tree, names, results, workers):
    """Returns {name: result}; suites are told apart by their folder."""
    batches = []
    for suite in sorted({Path(name).parent.name for name in names}):
        of_suite = tuple(name for name in names if Path(name).parent.name == suite)
        if suite == "multi_net":  # a runner of its own
            batches.append(Batch(tree, tree, "collect", suite, "source", of_suite))
            continue
        for i in range(0, len(of_suite), BATCH):
            batches.append(Batch(tree, tree, "collect", f"{suite}{i // BATCH}", "source", of_suite[i : i + BATCH]))
    outcome = {}
    with ThreadPoolExecutor(workers) as pool:
        for of_batch in pool.map(lambda batch: batch.run(results), batches):
            outcome |= of_batch
    for batch in batches:  # with the machine to itself
        mine = {name: outcome[name] for name in batch.names}
        outcome |= batch.run_again(mine, results)
    return outcome


def overlooked(micropython):
    """Returns the misuses of memory that are not reported."""
    environment = dict(os.environ, ASAN_OPTIONS=OPTIONS)
    said = {}
    for how in MISUSES:
        command = [micropython, "-c", f"import collect; collect.misuse({how!r})"]
        said[how] = subprocess.run(command, env=environment, capture_output=True, text=True).stderr
    return [how for how, report in MISUSES.items() if report not in said[how]]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tree", metavar="TREE=BUILDS")
    parser.add_argument("--results", type=Path, required=True)
    parser.add_argument("--full", action="store_true", help="the long programs and the network tests, too")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--only", help="programs whose name contains this")
    arguments = parser.parse_args()

    tree = Tree(*map(Path, arguments.tree.split("=")))
    # Some programs use up all descriptors; on many machines there are a million.
    resource.setrlimit(resource.RLIMIT_NOFILE, (DESCRIPTORS, DESCRIPTORS))
    names = tree.tests("extmod")
    for folder in ("py", "reliability/collect_programs"):
        names += [str(file) for file in sorted((TESTS / folder).glob("*.py"))]
    if arguments.only:
        names = [name for name in names if arguments.only in Path(name).name]
    slow = [] if arguments.full else [name for name in names if Path(name).stem in LONG]
    names = [name for name in names if name not in slow]
    if arguments.full:
        names += tree.tests("net_hosted") + tree.tests("multi_net")

    results = arguments.results.resolve()
    shutil.rmtree(results, ignore_errors=True)
    results.mkdir(parents=True)
    log = f"log_path={results / 'report'}"
    os.environ["ASAN_OPTIONS"] = f"{OPTIONS}:{log}"
    os.environ["UBSAN_OPTIONS"] = f"print_stacktrace=1:{log}"
    os.environ["MICROPY_TEST_TIMEOUT"] = "180"

    start = time.monotonic()
    blind = overlooked(tree.builds / "collect/micropython")
    for how in blind:
        print(f"FAIL  misuse of memory is not reported: {how}")
    outcome = run(tree, names, results, arguments.jobs)
    for name, result in outcome.items():
        if result != PASS:
            print(f"{result:<5} {Path(name).name}")
    for name in slow:
        print(f"{SKIP:<5} {Path(name).name}: {LONG[Path(name).stem]}")
    found = reports(results)
    for place, text in found.items():
        print(f"\nREPORT {place}\n{text}")
    tally = list(outcome.values())
    print(f"{len(found)} reports of the sanitizers, {time.monotonic() - start:.0f} s")
    failed = tally.count(FAIL) + tally.count(NONE) + len(found) + len(blind)
    passed = tally.count(PASS) + tally.count(LATER) + len(MISUSES) - len(blind)
    print(f"{passed} passed, {failed} failed, {tally.count(SKIP) + len(slow)} skipped")
    sys.exit(1 if failed or not names else 0)


if __name__ == "__main__":
    main()
